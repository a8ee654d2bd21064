import type { Language } from '../classify/contract.ts';
import { modelledLanguage } from './language-model.ts';
import { fold, type Word, words } from './words.ts';

/**
 * Russian, Kyrgyz, both or neither. Letters, function words and endings vote, word by word, on whether the text is in
 * one of our languages at all; which one the model tells (language-model.ts).
 */
export interface LanguageGuess {
  language: Language;
  /** Words that speak for each language; none: the text gives no sign of its own. */
  votes: { ru: number; ky: number };
  /** Typed in Latin letters (Russian or Kyrgyz without a Cyrillic keyboard). */
  latin: boolean;
}

const list = (text: string) => new Set(text.split(/\s+/u).map(fold));

const RUSSIAN = list(`и в во не на что с со а как по но из у за от о об так же для до бы к ко или если уже ещё нет есть
  был была было были это этот эта эти мы вы я он она они нас вас нам вам их его её мне меня мой моя наш наша наши ваш
  когда где куда почему кто чем то там тут здесь вот только даже очень можно нужно надо просьба прошу просим помогите
  здравствуйте спасибо добрый день уважаемые пожалуйста сделайте примите меры который которая которые дня дней день
  месяц неделю неделя год года лет час часов утра вечера ночью после перед между через возле около под над при без
  все всё всех весь вся стоит работает работают горит воды света улица улице дом дома дороге дорога двор дворе никто
  никак ничего сколько какой какая какие опять снова постоянно каждый каждую целый сами ли ведь хотя потому поэтому
  дети детей ребенок дворник мусор запах рыба соседи сосед ночь днем вчера завтра сегодня опасно невозможно бесполезно
  грязь яма ямы крыша деньги бабушка мужик собаки собака машины крик шумят заберите уберите почините проверьте когда-то
  отключили холодно темно горячая холодная водитель грубит реакция зимой летом осенью весной рядом много долго`);
const KYRGYZ = list(`жана менен үчүн эле да де бул ошол ушул биз сиз мен сен алар биздин сиздин менин анын алардын
  бизде бизге мага сизге ага эмес жок бар болуп болгон болду болсо болот болбой турат жатат жатабыз жатышат керек
  кыла кылып кылган кылгыла бериңиз бериниз бергиле берип бергилечи кайсы кантип канча качан эмне эмнеге неге ким
  кайда кайра эми азыр бүгүн кечээ эртең күн күндөн күнү айдан жыл жылдан бери чейин кийин мурун ичинде үстүндө
  алдында жанында жанындагы арасында көп аз абдан өтө дагы эч бардык баары бир эки үч төрт беш саат саламатсызбы
  саламатсыздарбы салам ассалому алейкум урматтуу өтүнөм өтүнөбүз сураныч рахмат ырахмат жардам чара көрүңүздөр
  көргүлө көрүп деп дейт дешет айтып айтат экен го беле элек кош суу жол жолдо үй үйдө үйүбүз көчө көчөдө көчөбүз
  көчөсү көчөсүндө короо короодо жарык таштанды балдар бала кыш жай киши адам адамдар эл тургундар кошуна ит иттер`);
/** Endings that only one of the languages has, on folded words of five letters or more. */
const RUSSIAN_END =
  /(?:ого|его|ому|ему|ыми|ими|ами|ями|ах|ях|ть|ться|тся|ешь|ишь|ает|яет|ует|ают|яют|уют|ет|ит|ят|ый|ий|ой|ая|яя|ое|ее|ые|ие|ых|их|ов|ев|ость|ости|ение|ения|ании|ание|ния|ла|ли|ло|лся|лась|лись|ки|ку|ом|ем)$/u;
const KYRGYZ_END =
  /(?:гыла|гиле|гула|голо|кыла|киле|кула|оодо|одо|тык|тип|лар|лер|лор|дар|дер|дор|тар|тер|тор|ынын|инин|унун|дын|дин|дун|тын|тин|тун|нын|нин|нун|дан|ден|дон|тан|тен|тон|нан|дагы|деги|догу|ган|ген|гон|кан|кен|кон|ылып|илип|улуп|ып|ип|уп|бай|бей|бой|пай|пей|пой|байт|бейт|бойт|пайт|пейт|пойт|абыз|ебиз|обуз|быз|биз|буз|ныз|низ|нуз|нда|нде|ндо|луу|дуу|туу|суз|сыз|сиз|ында|инде|унда|ондо|ына|ине|уна|оно|чы|оочу|уучу|ат|уу|оо)$/u;

/** @param text as the citizen wrote it, or masked */
export function detectLanguage(text: string): LanguageGuess {
  const all = words(text.replace(/\[\p{L}+\]/gu, ' '));
  const latin = all.filter((word) => /^[a-zöü'’]+$/u.test(word.form));
  const votes = { ru: 0, ky: 0 };
  for (const word of all) {
    const vote = wordVote(word);
    if (vote !== null) votes[vote.language] += vote.weight;
  }
  const cyrillic = all.length - latin.length;
  const mostlyLatin = latin.length > cyrillic;
  const language = decide(votes, all, cyrillic, mostlyLatin);
  return { language, votes, latin: mostlyLatin && language !== 'other' };
}

function wordVote(word: Word): { language: 'ru' | 'ky'; weight: number } | null {
  if (/[өүң]/u.test(word.form)) return { language: 'ky', weight: 1.5 };
  const russian = RUSSIAN.has(word.folded);
  if (russian !== KYRGYZ.has(word.folded)) return { language: russian ? 'ru' : 'ky', weight: 1 };
  if (word.folded.length < 5) return null;
  if (/[щъ]|[цфв].*(?:сь|ть)$/u.test(word.form)) return { language: 'ru', weight: 1 };
  const ru = RUSSIAN_END.test(word.folded);
  const ky = KYRGYZ_END.test(word.folded);
  if (ru === ky) return null;
  return { language: ru ? 'ru' : 'ky', weight: 0.6 };
}

function decide(votes: { ru: number; ky: number }, all: Word[], cyrillic: number, mostlyLatin: boolean): Language {
  if (all.length === 0) return 'other';
  const total = votes.ru + votes.ky;
  // Latin text needs clear signs: English and Turkish share short words with our transliterations.
  if (mostlyLatin) {
    if (total < 0.8 || total / all.length < 0.2) return 'other';
  } else if (cyrillic === 0 || !all.some((word) => /[а-яёөүң]/u.test(word.form))) return 'other';
  return modelledLanguage(all);
}
