"""Words to write mails from: sentences in several languages, each with the charset that people write it in."""

from collections.abc import Sequence
from random import Random

Tongue = Sequence[str]  # its words

ENGLISH, GERMAN, POLISH, RUSSIAN, JAPANESE, CHINESE = (
    text.split()
    for text in (
        "the printer on the second floor stopped working again this morning after the update and shows only a red "
        "light could you please have a look before the meeting because everybody here waits for the invoices of last "
        "month I have tried to log in with my new password but the page says that my account is locked what should I "
        "do now thank you very much for the quick answer which helped a lot although one question is left",
        "der Drucker im zweiten Stock lässt sich seit heute früh nicht mehr ansprechen und zeigt nur noch ein rotes "
        "Licht könnten Sie bitte vor der Besprechung nachsehen weil alle auf die Rechnungen für Mai warten grüße",
        "drukarka na drugim piętrze przestała działać dziś rano po aktualizacji i świeci się tylko czerwone światło "
        "proszę o sprawdzenie przed spotkaniem ponieważ wszyscy czekają na faktury za zeszły miesiąc dziękuję",
        "принтер на втором этаже перестал работать сегодня утром после обновления и горит только красный свет "
        "пожалуйста проверьте до встречи потому что все ждут счета за прошлый месяц спасибо",
        "今朝の更新の後で 二階の印刷機が 動かなくなりました 会議の前に 確認して いただけますか 請求書を 待っています",
        "今天早上更新之后 二楼的打印机 不能工作了 请在会议之前 检查一下 大家都在等 上个月的发票 谢谢",
    )
)

# language and the charset it is written in; the first is what most mails are
TONGUES = (
    (ENGLISH, "utf-8"), (GERMAN, "iso-8859-1"), (GERMAN, "utf-8"), (POLISH, "iso-8859-2"), (RUSSIAN, "koi8-r"),
    (RUSSIAN, "windows-1251"), (JAPANESE, "iso-2022-jp"), (CHINESE, "gb2312"),
)  # fmt: skip


def sentence(dice: Random, tongue: Tongue, least: int = 6, most: int = 18) -> str:
    """One sentence of `least` to `most` words."""
    return " ".join(dice.choices(tongue, k=dice.randint(least, most))).capitalize() + "."


def paragraphs(dice: Random, tongue: Tongue, count: int) -> str:
    """`count` paragraphs of a few sentences, with a blank line between."""
    return "\n\n".join("\n".join(sentence(dice, tongue) for _ in range(dice.randint(1, 5))) for _ in range(count))
