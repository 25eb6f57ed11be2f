"""Who may open the desk, the pages of staff."""

from functools import wraps

from django.http import Http404


def needs(*permissions: str):
    """404 for whoever is signed in without all of these: to them there is no desk. Others are asked to sign in.

    Only for staff, of whom a second factor is asked: a permission given to another account by mistake opens nothing.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not (request.user.is_staff and request.user.has_perms(permissions)):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate
