from ingest.formats.formats import EXTENSIONS, FORMATS, of_content_type, of_name


def test_each_extension_and_content_type_names_one_format() -> None:
    types = [content_type for one in FORMATS for content_type in one.content_types]
    assert len(set(EXTENSIONS)) == len(EXTENSIONS)
    assert len(set(types)) == len(types)
    assert all(of_name(f"A{extension.upper()}") in FORMATS for extension in EXTENSIONS)
    assert all(of_content_type(content_type) in FORMATS for content_type in types)
