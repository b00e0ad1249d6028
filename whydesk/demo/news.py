"""What the demo company tells of the trouble with its statistics, in three languages.

No hour stands in these words: those shown beside them follow the moment of telling.
"""

from datetime import timedelta

from whydesk.incidents.choices import About

TITLE = "Statistics stand still"
# What customers read: its name, what works, what does not.
WORDINGS = {
    "en": (
        "Statistics are not up to date",
        "Tickets, mail and the API work.",
        "New tickets are missing from charts and exports.",
    ),
    "ru": (
        "Статистика не обновляется",
        "Заявки, почта и API работают.",
        "На графиках и в выгрузках нет новых заявок.",
    ),
    "pt-br": (
        "As estatísticas não se atualizam",
        "Chamados, e-mail e API funcionam.",
        "Os chamados novos não aparecem nos gráficos nem nas exportações.",
    ),
}
NEWS_WITHIN = timedelta(hours=1)
LASTED = timedelta(hours=2, minutes=10)
# When it was told, counted from the beginning, what it told of, and the words.
TOLD: tuple[tuple[timedelta, About, dict[str, str]], ...] = (
    (
        timedelta(minutes=20),
        About.NEWS,
        {
            "en": "Charts and exports stand still: what comes in now is missing from them."
            " Nothing is lost, all of it is kept and will be counted. We are looking for the"
            " cause and write again within the hour.",
            "ru": "Графики и выгрузки стоят: того, что приходит сейчас, в них нет. Ничего не"
            " потеряно, всё сохраняется и будет посчитано. Ищем причину и напишем снова в"
            " течение часа.",
            "pt-br": "Gráficos e exportações estão parados: o que chega agora não aparece neles."
            " Nada se perdeu, tudo fica guardado e será contado. Procuramos a causa e escrevemos"
            " de novo em até uma hora.",
        },
    ),
    (
        timedelta(minutes=75),
        About.NEWS,
        {
            "en": "The cause is found: a disk is full, and we are making room. Exports of earlier"
            " days are complete, and lists count without charts. We write again within the hour.",
            "ru": "Причина нашлась: переполнен диск, освобождаем место. Выгрузки за прошлые дни"
            " полные, а списки считают без графиков. Напишем снова в течение часа.",
            "pt-br": "Achamos a causa: um disco encheu, e estamos abrindo espaço. As exportações"
            " dos dias anteriores estão completas, e as listas contam sem os gráficos. Escrevemos"
            " de novo em até uma hora.",
        },
    ),
    (
        LASTED,
        About.OVER,
        {
            "en": "Statistics are up to date again, and everything that came in meanwhile is"
            " counted. We are sorry for the wait. What happened, and what we change, will stand"
            " on our status page within a week.",
            "ru": "Статистика снова свежая, всё, что пришло за это время, посчитано. Просим"
            " прощения за ожидание. Что случилось и что мы меняем, напишем на странице статуса"
            " в течение недели.",
            "pt-br": "As estatísticas estão em dia de novo, e tudo o que chegou nesse tempo foi"
            " contado. Desculpe a espera. O que aconteceu e o que vamos mudar estará na nossa"
            " página de status em até uma semana.",
        },
    ),
)
# What happened, why, and what changes.
WRITTEN = {
    "en": (
        "For two hours and ten minutes charts and exports did not grow."
        " Everything was counted afterwards.",
        "A disk was full. It was watched, but the alarm went to a mailbox that nobody reads.",
        "The alarm goes to whoever is on call, and old working files are removed every night.",
    ),
    "ru": (
        "Два часа десять минут графики и выгрузки не росли. Потом всё было досчитано.",
        "Переполнился диск. За ним следили, но тревога уходила в ящик, который никто не читает.",
        "Тревога приходит дежурному, а старые рабочие файлы удаляются каждую ночь.",
    ),
    "pt-br": (
        "Por duas horas e dez minutos gráficos e exportações não cresceram."
        " Depois tudo foi contado.",
        "Um disco encheu. Ele era vigiado, mas o alarme ia para uma caixa que ninguém lê.",
        "O alarme vai para quem está de plantão, e os arquivos antigos são apagados toda noite.",
    ),
}


def news_in(language: str, number: int) -> str:
    """Return an update in a language; the first is 1."""
    return TOLD[number - 1][2][language]
