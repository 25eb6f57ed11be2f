import pytest

from ilp_portal import fonts

SPANISH = "áéíóúüñÁÉÍÓÚÜÑ¿¡«»“”‘’–—…ªº"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fonts")
    fonts.build_fonts(folder)
    return folder


@pytest.mark.parametrize("face", fonts.FACES, ids=lambda face: face.target)
def test_font_has_every_spanish_letter_and_stays_small(folder, face):
    from fontTools.ttLib import TTFont

    file = folder / face.target
    characters = TTFont(file).getBestCmap()
    assert [letter for letter in SPANISH if ord(letter) not in characters] == []
    assert file.stat().st_size < 60_000


@pytest.mark.parametrize("face", fonts.FACES, ids=lambda face: face.target)
def test_font_keeps_its_weights_and_its_licence(folder, face):
    from fontTools.ttLib import TTFont

    font = TTFont(folder / face.target)
    axis = font["fvar"].axes[0]
    assert (axis.axisTag, axis.minValue, axis.maxValue) == ("wght", 100, 900)
    assert "Open Font License" in font["name"].getDebugName(13)


def test_build_fonts_writes_nothing_when_current(folder):
    before = {file.name: file.stat().st_mtime_ns for file in folder.iterdir()}
    assert fonts.build_fonts(folder) == []
    assert {file.name: file.stat().st_mtime_ns for file in folder.iterdir()} == before


def test_build_fonts_writes_again_after_an_upgrade(folder, monkeypatch):
    monkeypatch.setattr(fonts.importlib.metadata, "version", lambda package: "99")
    monkeypatch.setattr(fonts, "subset", lambda source: b"newer")
    assert [file.name for file in fonts.build_fonts(folder)] == ["bitter.woff2", "libre-franklin.woff2"]
    assert not list(folder.glob("*.part"))


def test_build_fonts_says_which_package_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(fonts.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(RuntimeError, match="fontpkg-bitter"):
        fonts.build_fonts(tmp_path)
