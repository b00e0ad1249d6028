"""The words in which a missing part is asked for.

Each part has questions of three sorts: about a text the program showed ({error}), after
the customer's own words ({words}), and with nothing to quote. One is asked at a time.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Questions:
    """Ways to ask for one part; those about an error may be missing."""

    plain: tuple[str, ...]
    after_words: tuple[str, ...]
    about_error: tuple[str, ...] = ()


_RU = {
    "did": Questions(
        plain=(
            "Подскажите, пожалуйста, что вы делали прямо перед этим, по шагам?",
            "Что вы нажимали или открывали, когда это случилось?",
        ),
        after_words=(
            "Вы пишете: «{words}». После каких действий это происходит?",
            "«{words}»: подскажите, пожалуйста, что вы делаете прямо перед этим?",
        ),
        about_error=("После какого действия появляется «{error}»?",),
    ),
    "expected": Questions(
        plain=(
            "Подскажите, пожалуйста, как должно быть, или как было раньше?",
            "А какой результат вы ожидали увидеть?",
        ),
        after_words=(
            "Вы пишете: «{words}». А как должно быть правильно?",
            "«{words}»: а как это выглядело, когда всё было в порядке?",
        ),
        about_error=("Что должно было произойти вместо «{error}»?",),
    ),
    "got": Questions(
        plain=(
            "Подскажите, пожалуйста, что именно вы видите на экране, когда это происходит?",
            "Что происходит вместо этого: появляется сообщение, пустой экран, что-то ещё?",
        ),
        after_words=("Вы пишете: «{words}». Что именно вы при этом видите на экране?",),
    ),
    "since": Questions(
        plain=(
            "Подскажите, пожалуйста, когда вы заметили это впервые?",
            "Помните ли вы, с какого дня или часа это началось?",
        ),
        after_words=(
            "Вы пишете: «{words}». Когда это началось?",
            "«{words}»: когда вы увидели это в первый раз?",
        ),
        about_error=("Когда вы впервые увидели «{error}»?",),
    ),
    "changed": Questions(
        plain=(
            "Подскажите, пожалуйста, что менялось незадолго до этого: настройки, обновления, "
            "устройство?",
            "Что вы меняли последним, прежде чем это началось?",
        ),
        after_words=(
            "Вы пишете: «{words}». Что вы меняли последним, прежде чем так стало?",
            "«{words}»: а что менялось незадолго до этого, у вас или в настройках?",
        ),
        about_error=("Что менялось незадолго до того, как впервые появилось «{error}»?",),
    ),
    "scope": Questions(
        plain=(
            "Подскажите, пожалуйста, так у всех или только у вас, и на каком устройстве?",
            "Это происходит только у вас или у коллег тоже?",
        ),
        after_words=(
            "Вы пишете: «{words}». Так у всех или только у кого-то одного?",
            "«{words}»: это на одном устройстве или на любом?",
        ),
        about_error=("«{error}» видят все или только кто-то один?",),
    ),
    "evidence": Questions(
        plain=(
            "Сможете прислать снимок экрана или номер, по которому мы это найдём у себя?",
            "Пришлите, пожалуйста, снимок экрана или ссылку, где это видно.",
        ),
        after_words=(
            "Вы пишете: «{words}». Сможете прислать снимок экрана или номер, где это видно?",
        ),
        about_error=("Сможете прислать снимок экрана, на котором видно «{error}»?",),
    ),
    "when": Questions(
        plain=(
            "Расскажите, пожалуйста, в какой момент вам этого не хватает?",
            "Вспомните последний раз, когда это понадобилось: что вы тогда делали?",
        ),
        after_words=(
            "Вы пишете: «{words}». В какой ситуации это понадобилось в последний раз?",
            "«{words}»: расскажите, пожалуйста, когда вам это бывает нужно?",
        ),
    ),
    "want": Questions(
        plain=(
            "Расскажите, пожалуйста, что вы хотели бы с этим делать?",
            "Если бы это уже было, что бы вы сделали первым делом?",
        ),
        after_words=("Вы пишете: «{words}». Какую работу вы хотите этим сделать?",),
    ),
    "so_that": Questions(
        plain=(
            "Подскажите, пожалуйста, чего вы хотите этим добиться?",
            "Что изменится в вашей работе, когда это появится?",
        ),
        after_words=(
            "Вы пишете: «{words}». Что это даст в вашей работе?",
            "«{words}»: а что станет возможным, когда это появится?",
        ),
    ),
}

_PT = {
    "did": Questions(
        plain=(
            "Pode me contar, passo a passo, o que você fez logo antes disso?",
            "O que você estava fazendo quando isso aconteceu?",
        ),
        after_words=(
            "Você escreveu: “{words}”. O que você faz logo antes de isso acontecer?",
            "“{words}”: em que momento isso acontece, depois de qual clique?",
        ),
        about_error=("Depois de qual passo aparece “{error}”?",),
    ),
    "expected": Questions(
        plain=(
            "Como deveria ser o certo, ou como era antes?",
            "E o que você esperava ver no lugar disso?",
        ),
        after_words=(
            "Você escreveu: “{words}”. E como seria o certo?",
            "“{words}”: e como era quando estava tudo bem?",
        ),
        about_error=("O que deveria aparecer no lugar de “{error}”?",),
    ),
    "got": Questions(
        plain=(
            "O que exatamente aparece na tela quando isso acontece?",
            "O que acontece no lugar: aparece uma mensagem, uma tela em branco, outra coisa?",
        ),
        after_words=("Você escreveu: “{words}”. O que exatamente aparece na tela nessa hora?",),
    ),
    "since": Questions(
        plain=(
            "Quando você percebeu isso pela primeira vez?",
            "Você lembra em que dia ou horário isso começou?",
        ),
        after_words=(
            "Você escreveu: “{words}”. Desde quando está assim?",
            "“{words}”: quando você viu isso pela primeira vez?",
        ),
        about_error=("Quando “{error}” apareceu pela primeira vez?",),
    ),
    "changed": Questions(
        plain=(
            "Mudou alguma coisa pouco antes disso: configuração, atualização, aparelho?",
            "Qual foi a última coisa que você mudou antes de isso começar?",
        ),
        after_words=(
            "Você escreveu: “{words}”. Qual foi a última coisa que mudou antes disso?",
            "“{words}”: alguém mexeu em alguma coisa pouco antes?",
        ),
        about_error=("O que mudou por aí pouco antes de “{error}” aparecer?",),
    ),
    "scope": Questions(
        plain=(
            "Isso acontece com todo mundo ou só com você, e em qual aparelho?",
            "É só com você ou com seus colegas também?",
        ),
        after_words=(
            "Você escreveu: “{words}”. É assim para todos ou só para alguém?",
            "“{words}”: acontece em um aparelho só ou em qualquer um?",
        ),
        about_error=("Todo mundo vê “{error}” ou só uma pessoa?",),
    ),
    "evidence": Questions(
        plain=(
            "Você consegue mandar um print ou um número para a gente localizar aqui?",
            "Pode nos mandar um print ou o link de onde isso aparece?",
        ),
        after_words=(
            "Você escreveu: “{words}”. Consegue mandar um print ou um número em que dê para ver?",
        ),
        about_error=("Você consegue mandar um print em que apareça “{error}”?",),
    ),
    "when": Questions(
        plain=(
            "Em que momento do seu dia isso faz falta?",
            "Pode me contar da última vez em que você precisou disso?",
        ),
        after_words=(
            "Você escreveu: “{words}”. Em que situação isso fez falta da última vez?",
            "“{words}”: em que momento você precisa disso?",
        ),
    ),
    "want": Questions(
        plain=(
            "O que você gostaria de conseguir fazer com isso?",
            "Se isso já existisse, o que você faria primeiro?",
        ),
        after_words=("Você escreveu: “{words}”. Que trabalho você quer fazer com isso?",),
    ),
    "so_that": Questions(
        plain=(
            "O que isso mudaria no seu trabalho?",
            "Com isso pronto, o que você passaria a conseguir?",
        ),
        after_words=(
            "Você escreveu: “{words}”. O que isso permitiria a você?",
            "“{words}”: e o que muda no seu dia quando isso existir?",
        ),
    ),
}

_EN = {
    "did": Questions(
        plain=(
            "Could you tell me, step by step, what you did just before this?",
            "What were you doing when it happened?",
        ),
        after_words=(
            "You write: “{words}”. What do you do just before that?",
            "“{words}”: which step does that come after?",
        ),
        about_error=("Which step brings up “{error}”?",),
    ),
    "expected": Questions(
        plain=(
            "What should it be, or what was it like before?",
            "And what did you expect to see there?",
        ),
        after_words=(
            "You write: “{words}”. What would be right?",
            "“{words}”: what did it look like when all was well?",
        ),
        about_error=("What should have come instead of “{error}”?",),
    ),
    "got": Questions(
        plain=(
            "What exactly do you see on the screen when it happens?",
            "What happens instead: a message, an empty screen, something else?",
        ),
        after_words=("You write: “{words}”. What exactly do you see on the screen then?",),
    ),
    "since": Questions(
        plain=(
            "When did you first notice this?",
            "Do you remember the day or the hour it began?",
        ),
        after_words=(
            "You write: “{words}”. Since when has it been like that?",
            "“{words}”: when did you first see that?",
        ),
        about_error=("When did “{error}” first appear?",),
    ),
    "changed": Questions(
        plain=(
            "Did anything change shortly before: a setting, an update, a device?",
            "What was the last thing you changed before this began?",
        ),
        after_words=(
            "You write: “{words}”. What was the last thing that changed before that?",
            "“{words}”: had anything been changed shortly before?",
        ),
        about_error=("What had changed shortly before “{error}” first appeared?",),
    ),
    "scope": Questions(
        plain=(
            "Is it like this for everyone or only for you, and on which device?",
            "Do your colleagues see the same, or is it only you?",
        ),
        after_words=(
            "You write: “{words}”. Is that so for everyone or only for some?",
            "“{words}”: is that on one device or on any?",
        ),
        about_error=("Does everyone see “{error}”, or only one person?",),
    ),
    "evidence": Questions(
        plain=(
            "Could you send a screenshot, or a number by which we can find it here?",
            "Would you send us a screenshot or a link where this can be seen?",
        ),
        after_words=("You write: “{words}”. Could you send a screenshot or a number to find it?",),
        about_error=("Could you send a screenshot with “{error}” in it?",),
    ),
    "when": Questions(
        plain=(
            "At what moment do you miss this?",
            "Could you tell me about the last time you needed it?",
        ),
        after_words=(
            "You write: “{words}”. When did you last need that?",
            "“{words}”: what are you in the middle of when you need it?",
        ),
    ),
    "want": Questions(
        plain=(
            "What would you like to get done with it?",
            "If you had it already, what would you do first?",
        ),
        after_words=("You write: “{words}”. What work would you do with that?",),
    ),
    "so_that": Questions(
        plain=(
            "What would that change in your work?",
            "Once you had it, what would become possible for you?",
        ),
        after_words=(
            "You write: “{words}”. What would that make possible for you?",
            "“{words}”: what would be different in your day with that?",
        ),
    ),
}

QUESTIONS: Mapping[str, Mapping[str, Questions]] = {"ru": _RU, "pt": _PT, "en": _EN}
