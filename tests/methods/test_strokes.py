from hypothesis import given
from hypothesis import strategies as st

from comitia.methods.strokes import stroke_order


def test_cn_l_30_names_in_the_order_of_surname_strokes() -> None:
    """CN-L-30: 丁 2, 王 4, 田 5, 刘 6, 张 7, 陈 7 (张 U+5F20 before 陈 U+9648), 赵 9."""
    names = {"1": "赵钱", "2": "陈一", "3": "张一", "4": "刘洋", "5": "王伟", "6": "丁香", "7": "田野"}
    assert [names[id] for id in stroke_order(names)] == ["丁香", "王伟", "田野", "刘洋", "张一", "陈一", "赵钱"]


def test_one_surname_stays_together_and_goes_on_by_the_next_character() -> None:
    """毛 and 王 have 4 strokes each; 一 1, 三 3, 伟 6."""
    names = {"a": "王三", "b": "毛伟", "c": "王一", "d": "毛一", "e": "王"}
    assert [names[id] for id in stroke_order(names)] == ["毛一", "毛伟", "王", "王一", "王三"]


def test_spaces_and_middle_dots_do_not_count() -> None:
    names = {"a": "王 伟", "b": "王一", "c": "阿卜杜拉·买买提", "d": "阿卜杜拉买买提"}
    assert stroke_order(names) == ("b", "a", "c", "d")


def test_characters_without_a_known_count_come_last() -> None:
    names = {"a": "Zhou", "b": "𰻝一", "c": "龘"}
    assert stroke_order(names) == ("b", "c", "a")


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.text(alphabet="王毛李 ·A", max_size=3)))
def test_the_order_of_the_list_plays_no_part(names: dict[str, str]) -> None:
    assert stroke_order(dict(reversed(names.items()))) == stroke_order(names)
    assert sorted(stroke_order(names)) == sorted(names)
