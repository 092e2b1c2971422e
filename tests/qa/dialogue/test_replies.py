import pytest

from qa.dialogue.replies import says_nothing


@pytest.mark.parametrize(
    "title", ["Untitled", "scan0012", "IMG_2041", "2024-03-01", "document (3)", "New Document", "بدون عنوان", "مستند ١"]
)
def test_what_a_program_called_a_file_says_nothing(title: str) -> None:
    assert says_nothing(title)


@pytest.mark.parametrize(
    "title",
    ["Scanning rules", "Image rights", "Report 2024", "Testament", "Document management", "مستندات الشحن", "Files"],
)
def test_a_title_of_words_says_something(title: str) -> None:
    assert not says_nothing(title)
