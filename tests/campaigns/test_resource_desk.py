"""The desk of resources: its list, its form, and the editions that staff put in place and readers download."""

import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from campaigns import files
from campaigns.models import Resource, ResourceContent, ResourceFile
from partners.models import AuditEntry, Draft
from tests.campaigns import editions
from tests.conftest import NOW
from tests.factories import CampaignFactory, PartnerFactory, ResourceFactory

pytestmark = pytest.mark.django_db
LIST = "/desk/resources/"


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return client


@pytest.fixture
def work():
    return ResourceFactory(slug="know-your-rights", title_en="Know your rights", title_es="Conozca sus derechos")


@pytest.fixture
def edition(work):
    made = files.Made("pdf", b"%PDF- of ours", 3)
    return files.store(resource=work, language="es", made=made, now=NOW)


def typed(**values) -> dict:
    """The form of a work as the page sends it."""
    form = {"title_en": "Night guide", "title_es": "Guía de noche", "summary_en": "For night shifts."}
    form |= {"summary_es": "Para turnos de noche.", "kind": "guide", "publisher_name": "A worker center"}
    return form | {"languages": ["en", "es"], "published_on": "2024-03", "is_public": "on"} | values


def upload(client, slug: str, content: bytes, language: str = "es", prefix: str = ""):
    path = reverse("campaigns:resource_desk_upload", args=[slug, language])
    return client.post(prefix + path, {"file": SimpleUploadedFile("../../x.php", content)})


# --- list and form ----------------------------------------------------------------------------------------------------
def test_list_finds_words_of_title_and_publisher_and_says_what_is_missing(desk, work):
    ResourceFactory(slug="other", title_es=None, publisher=PartnerFactory(name="House of Night"), is_public=False)

    def found(query: str) -> list[str]:
        return [row.slug for row, _lacking in desk.get(LIST, query).context["found"]]

    assert found({"q": "derechos"}) == found({"q": "RIGHTS know"}) == ["know-your-rights"]
    assert (found({"q": "night"}), found({"q": "nobody"}), found({"kind": "junk"})) == (["other"], [], [])
    page = desk.get(LIST)
    assert (page.text.count("A language is missing"), page.text.count("not public")) == (1, 1)
    work.campaigns.add(CampaignFactory(slug="rent"))
    assert found({"campaign": "rent"}) == ["know-your-rights"]


def test_list_answers_whatever_is_asked(desk, work):
    odd = [
        f"q={'x' * 101}",
        "q=%ED%A0%80",
        f"kind={'9' * 30}",
        f"page={'9' * 30}",
        "page=x",
        "q=%00",
        "campaign=%F0%9F",
    ]
    answers = {query: desk.get(f"{LIST}?{query}").status_code for query in odd}
    assert answers == dict.fromkeys(odd, 200) | {"q=%00": 404}


def test_list_is_empty_in_words_and_closed_to_others(desk, client, coordinator):
    assert "The first guide or report you write stands here." in desk.get(LIST).text
    client.force_login(coordinator.user)
    assert client.get(LIST).status_code == 404


def test_list_needs_as_many_queries_for_three_works(desk, work, edition, django_assert_num_queries):
    desk.get(LIST)
    with django_assert_num_queries(9) as first:
        desk.get(LIST)
    for _ in range(2):
        made = files.Made("pdf", b"x", 3)
        files.store(resource=ResourceFactory(), language="en", made=made, now=NOW)
    with django_assert_num_queries(len(first)):
        desk.get(LIST)


def test_new_work_is_saved_in_both_languages_with_a_partial_date(desk, staff):
    page = desk.post(f"{LIST}new/", typed(), follow=True)
    row = Resource.objects.get()
    assert (row.slug, row.title_es, row.languages) == ("night-guide", "Guía de noche", ["en", "es"])
    assert (str(row.published_on), row.precision, row.publisher_name) == ("2024-03-01", "month", "A worker center")
    assert page.redirect_chain[-1][0] == f"/desk/sources/resource/{row.pk}/" or page.status_code == 200
    assert list(AuditEntry.objects.values_list("action", "record", "actor")) == [
        ("add", "campaigns.resource", staff.pk)
    ]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"publisher_name": ""}, "publisher"),
        ({"title_en": "", "title_es": ""}, "title_en"),
        ({"languages": []}, "languages"),
        ({"languages": ["xx"]}, "languages"),
        ({"published_on": "0001-01-01"}, "published_on"),
        ({"published_on": "9999-01-01"}, "published_on"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"co_publishers": ["9" * 30]}, "co_publishers"),
        ({"title_en": "a\x00b"}, "title_en"),
        ({"publisher": "9" * 30}, "publisher"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_kept(desk, values, field):
    page = desk.post(f"{LIST}new/", typed(**values))
    assert (page.status_code, field in page.context["form"].errors, Resource.objects.count()) == (200, True, 0)
    assert "For night shifts." in page.text


def test_form_previews_drafts_and_keeps_versions(desk, staff, work):
    path = reverse("campaigns:resource_desk_edit", args=[work.slug])
    seen = desk.get(path).context["form"].initial["seen"]
    page = desk.post(path, typed(seen=seen, preview="1"))
    assert [code for code, html in page.context["previews"] if "Guía de noche" in html] == ["es"]
    desk.post(path, typed(seen=seen, draft="1"))
    assert Draft.objects.get(user=staff).form == f"resource/{work.pk}"
    desk.post(path, typed(seen=seen, slug=work.slug))
    work.refresh_from_db()
    assert (work.title_en, work.history.count(), Draft.objects.count()) == ("Night guide", 2, 0)


# --- editions ---------------------------------------------------------------------------------------------------------
def test_edition_is_uploaded_and_readers_download_ours(desk, client, work):
    page = upload(desk, work.slug, editions.armed_pdf())
    assert (page.status_code, page.url) == (302, f"{LIST}know-your-rights/")
    client.logout()
    answer = client.get("/resources/know-your-rights/es.pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="know-your-rights-es.pdf"'
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert answer["Content-Security-Policy"].startswith("sandbox;")
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert editions.CANARY not in editions.said_in(answer.content)
    tag = f'"{hashlib.sha256(answer.content).hexdigest()}"'
    again = client.get("/es/recursos/know-your-rights/es.pdf", headers={"if-none-match": tag})
    assert (answer["ETag"], again.status_code, again.content) == (tag, 304, b"")
    head = client.head("/resources/know-your-rights/es.pdf")
    assert (head["Content-Length"], head.content, bool(answer.cookies)) == (str(len(answer.content)), b"", False)


def test_page_of_the_work_says_what_is_downloaded(client, edition, work):
    assert "Download in Spanish (PDF, 3 pages, 13" in client.get(work.get_absolute_url()).text
    assert 'href="/resources/know-your-rights/es.pdf"' in client.get(work.get_absolute_url()).text
    assert "Available in Spanish" in client.get(work.get_absolute_url()).text  # the language is on record now


def test_edition_of_a_hidden_work_is_for_staff_alone(client, staff, edition, work):
    Resource.objects.update(is_public=False)
    assert client.get(edition.get_absolute_url()).status_code == 404
    client.force_login(staff)
    assert client.get(edition.get_absolute_url()).status_code == 404
    assert client.get("/desk/resources/know-your-rights/es.pdf").content == b"%PDF- of ours"


def test_addresses_without_an_edition_are_no_page(client, desk, edition):
    paths = ["en.pdf", "es.webp", "xx.pdf", "es.php", "es.pdf.exe"]
    assert {client.get(f"/resources/know-your-rights/{path}").status_code for path in paths} == {404}
    assert upload(desk, "know-your-rights", editions.jpeg(), "fr").status_code == 404
    assert upload(desk, "nothing", editions.jpeg()).status_code == 404
    assert desk.get("/desk/resources/know-your-rights/en/delete/").status_code == 404


def test_moved_work_takes_its_editions_along(client, edition, work):
    work.slug = "your-rights"
    work.save()
    assert client.get("/resources/know-your-rights/es.pdf").url == "/resources/your-rights/es.pdf"


@pytest.mark.parametrize("name", ["pdf and zip", "svg with script", "hundred megapixels", "html as pdf", "nothing"])
def test_refused_file_is_told_in_the_readers_language_and_changes_nothing(desk, edition, language, name):
    content, code = editions.REFUSED[name]
    with translation.override(language):
        page = upload(desk, "know-your-rights", content)
        words = str(files.WORDS[code])
    assert (page.status_code, words in page.text, 'aria-describedby="fault-es"' in page.text) == (200, True, True)
    assert bytes(ResourceContent.objects.get().data) == b"%PDF- of ours"
    assert ResourceFile.objects.get().checksum == edition.checksum


def test_request_that_announces_too_much_is_not_read(desk, edition, language):
    class Unread(io.BytesIO):
        def read(self, *args):
            pytest.fail("read")

    with translation.override(language):
        path, words = reverse("campaigns:resource_desk_upload", args=["know-your-rights", "es"]), files.WORDS["large"]
        body = {"CONTENT_LENGTH": str(files.MOST_BODY + 1), "wsgi.input": Unread()}
        page = desk.post(path, data=b"", content_type="multipart/form-data; boundary=x", **body)
        assert (page.status_code, str(words) in page.text) == (413, True)


def test_of_a_file_that_is_too_large_memory_keeps_the_first_piece_alone():
    handler = files.InMemory()
    handler.new_file("file", "a.jpg", "image/jpeg", None)
    for start in range(0, 6 * files.MEGABYTE, 65536):
        handler.receive_data_chunk(b"\xff\xd8\xff" + b"x" * 65533, start)
    assert (len(handler.parts), handler.file_complete(0).size) == (1, 6 * files.MEGABYTE)


def test_upload_needs_the_token_of_its_page(work, staff):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(staff)
    assert upload(strict, work.slug, editions.jpeg()).status_code == 403
    assert ResourceFile.objects.count() == 0


def test_edition_is_deleted_by_post_alone(desk, edition):
    path = "/desk/resources/know-your-rights/es/delete/"
    assert ("Delete this edition?" in desk.get(path).text, ResourceFile.objects.count()) == (True, 1)
    desk.post(path)
    assert (ResourceFile.objects.count(), ResourceContent.objects.count()) == (0, 0)


def test_coordinator_and_visitor_reach_nothing(client, coordinator, edition):
    paths = [LIST, f"{LIST}new/", *(f"{LIST}know-your-rights/{end}" for end in ("", "edit/", "es/delete/", "es.pdf"))]
    client.force_login(coordinator.user)
    assert {client.get(path).status_code for path in paths} == {404}
    assert upload(client, "know-your-rights", editions.jpeg()).status_code == 404
