"""Names for made-up persons: common surnames and given names, some rare characters, some names with a middle dot."""

from numpy.random import Generator

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范"
    "汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
)
DOUBLE_SURNAMES = ("欧阳", "上官", "司马", "诸葛", "皇甫", "令狐")
GIVEN = (
    "伟芳娜秀敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉红文斌建国志新春梅海燕晓东云飞鹏辉雪琳宁欣怡梓涵子轩雨桐浩然思远"
    "俊博宇航天佑佳慧婷洁倩颖楠瑞凯晨阳丹凤莉萍波峰毅恒康健安乐永福生根水旺金宝清荣淑珍贵德成广才仁义礼智信"
)
RARE = ("喆", "堃", "㛃", "䶮", "𬭎", "𠅤", "𣲘", "𬱖", "𬍛", "𪨰")
DOTTED = (
    ("买买提", "阿依古丽", "艾尔肯", "古丽娜尔", "帕提古丽", "迪丽努尔", "努尔兰", "阿不都拉"),
    ("吐尔逊", "艾则孜", "热合曼", "买买提明", "卡德尔", "玉素甫", "依明", "赛买提"),
)


def chinese_names(random: Generator, number: int) -> list[str]:
    """So many names, drawn with ``random``: of a hundred, about two have a rare character and two a middle dot."""
    kinds = random.integers(100, size=number).tolist()
    choices = random.integers(2**31, size=(number, 3)).tolist()
    return [_name(kind, *choice) for kind, choice in zip(kinds, choices, strict=True)]


def _name(kind: int, first: int, second: int, third: int) -> str:
    if kind < 2:
        return f"{_of(DOTTED[0], first)}·{_of(DOTTED[1], second)}"
    surname = _of(DOUBLE_SURNAMES, first) if kind == 2 else _of(SURNAMES, first)
    if kind < 5:
        return surname + _of(RARE, second)
    return surname + _of(GIVEN, second) + (_of(GIVEN, third) if kind < 75 else "")


def _of(names: str | tuple[str, ...], choice: int) -> str:
    return names[choice % len(names)]
