"""What staff type at the desk of events, for the tests of its pages."""

PLAN = {
    "kind": "rally",
    "usual_of": "rally",
    "title_en": "Rally for the drivers",
    "title_es": "Manifestación por los choferes",
    "held_on": "2026-11-18",
    "start_time": "18:00",
    "time_zone": "America/New_York",
    "mode": "in-person",
    "place": "1600 Example Avenue NW",
    "place_public": "on",
    "signup_open": "on",
    "guests_most": "5",
    "languages": ["en", "es"],
}


class Desk:
    """A member of staff at the desk of events; `here` is the prefix of the pages' language."""

    def __init__(self, client, here: str = "/desk/events/"):
        self.client, self.here = client, here

    def plans(self, button="publish", **fields):
        sent = {name: value for name, value in (PLAN | fields).items() if value is not None}
        return self.client.post(f"{self.here}new/?kind=rally", sent | {button: "1"})

    def edits(self, event, **fields):
        form = self.client.get(f"{self.here}{event.slug}/edit/").context["form"]
        sent = {name: form[name].value() for name in form.fields} | fields
        plain = {name: value for name, value in sent.items() if value is not None and value is not False}
        return self.client.post(f"{self.here}{event.slug}/edit/", plain)

    def asks(self, event, do):
        return self.client.get(f"{self.here}{event.slug}/act/", {"do": do})

    def does(self, event, do, **fields):
        return self.client.post(f"{self.here}{event.slug}/act/", {"do": do} | fields)

    def sees(self, event, page=""):
        return self.client.get(f"{self.here}{event.slug}/{page}")


def errors(response) -> dict[str, str]:
    return {name: " ".join(map(str, found)) for name, found in response.context["form"].errors.items()}
