/**
 * Signs of an immediate danger, in Russian and Kyrgyz, as people write them. A sign raises an appeal whatever the
 * model thinks of it; the learned detector (target `urgency`) finds what no list foresees. Matched on folded text
 * (foldCase: lower case, ё э → е, ң ө ү → н о у); `.{0,N}` lets a few words stand between.
 */
export interface Sign {
  /** Shown to the dispatcher. */
  sign: string;
  pattern: RegExp;
  /** Raises the appeal on its own; the others only speak to the detector, because they also stand in calm appeals. */
  sure: boolean;
}

const near = (first: string, second: string, gap = 30) =>
  new RegExp(`(?:${first})[^.!?\\n]{0,${gap}}(?:${second})|(?:${second})[^.!?\\n]{0,${gap}}(?:${first})`, 'u');

const WIRE = 'провод(?!ник|ит|ят|или|ил|ка)|провад|кабел|зым(?![а-я]*чар)|токопровод|высоковольт';
const CHILD = 'реб[её]н|дет(?:и|ей|ям|ск)|малыш|мальчик|девочк|школьник|бала(?!нс)|балдар';
const TREE = 'дерев|тополь|карагач|ветк|ветв|сук|дарак|бутак|терек';

export const SIGNS: readonly Sign[] = [
  {
    sign: 'gas',
    pattern: near('газ(?!он|ел|ет|иров)', 'пахнет|пахло|запах|вон[ья]|шипит|утечк|жыт|чыгып|тушун|свист|травит'),
    sure: true,
  },
  { sign: 'gas', pattern: /pahnet gaz|zapah gaz|gaz jyt|gaz zhyt/u, sure: true },
  {
    sign: 'open manhole',
    pattern: near(
      'люк|колод[е]?ц|кудук|чугун|шахт',
      'открыт|без крышк|нет крышк|крышк[иа] нет|крышк[аи] пропал|провалил|украли|ачык|капкаг?ы жок|капкаксыз|капкагы|упал|упад|тушуп|сдвинут|торчит|разбит|сломан',
    ),
    sure: true,
  },
  { sign: 'open manhole', pattern: near('крышк', 'люк|колод', 20), sure: true },
  {
    sign: 'live wire',
    pattern: near(
      WIRE,
      'висит|висят|жерде|лежит|лежат|оборв|оголен|искр|под напряж|болта|упал|порван|торч|узул|жатат|илин|тушту|тушуп|салбыра|жылан?ач',
    ),
    sure: true,
  },
  {
    sign: 'sparks',
    pattern: /искр[аиыуя]т|искрил|искрен|учкун|заискр|чачырап|замыкан|коротнуло|коротит/u,
    sure: false,
  },
  {
    sign: 'electric shock',
    pattern: /током|ударило ток|бь[её]т ток|ток ур|ток сог|под напряж|електрощит|щитов[аоу]/u,
    sure: true,
  },
  {
    sign: 'burst pipe',
    pattern:
      /прорвал|прорыв|порыв|лопнул|фонтан|гейзер|хлещ|хлыщ|бьет вод|жарыл|атырыл|атылып|заливает|затопил|топит (?:подвал|дом|квартир|двор)|суу каптап|каптап кет/u,
    sure: false,
  },
  {
    sign: 'boiling water',
    pattern: /кипят|валит пар|пар столб|в пару|клубы пара|буу чык|кайнак|пар шуул|ошпар|обвар/u,
    sure: true,
  },
  {
    sign: 'sewage in homes',
    pattern: near('канализ|фекал|нечистот|сток', 'подвал|квартир|подъезд|дом|уй|топит|залив|ташып|каптап|льет'),
    sure: false,
  },
  {
    sign: 'falling tree',
    pattern: near(
      TREE,
      'упал|упадет|рухн|прибьет|падает|повис|накрен|наклон|треснул|держится|сломал|кулап|кулады|жыгыл|сынып|басып|вот-вот|завал',
    ),
    sure: true,
  },
  {
    sign: 'fire',
    pattern:
      /пожар|горит (?:дом|крыш|мусор|свалк|трав|балкон|подвал|провод|щит|трансф|квартир|сара|машин|контейнер)|загорел|дым(?:ит| валит|ок из)|воспламен|орт (?:чык|куч|кет)|ортон|куйуп|тутун чык/u,
    sure: false,
  },
  {
    sign: 'child in danger',
    pattern: near(
      CHILD,
      'упал|упад|провал|застрял|ударил|покусал|напал|пострада|опасн|погиб|травм|тушуп кет|жыгыл|коркунуч|ток ',
    ),
    sure: false,
  },
  {
    sign: 'injury',
    pattern:
      /пострадавш|раненн?ы|сломал[аи]? (?:ногу|руку)|без сознан|жарадар|жаракат|скорую вызвали|тез жардам|(?<!\p{L})олуп калат|(?<!\p{L})олуп калды/u,
    sure: false,
  },
  {
    sign: 'trapped',
    pattern: near('застрял|заперт|камалып|сидим в лифте|лифтте', 'лифт|люди|дети|женщин|внутри|киши|адам|бала'),
    sure: true,
  },
  { sign: 'violence', pattern: /с ножом|с оружи|стреля|угрожает|избива|бычак|пычак|атышуу|коркутуп/u, sure: true },
  {
    sign: 'collapse',
    pattern:
      /обвал|обруш|рухнул|рушится|провалил(?:ась|ся|ось) (?:асфальт|земл|дорог|пол|потол)|кулап тушт|(?<!\p{L})сель (?:идет|каптады)|оползень/u,
    sure: false,
  },
  {
    sign: 'dog attack',
    pattern: near('собак|стая|псы|ит(?:тер)?(?![а-я])', 'напал|покусал|укусил|кусает|кинул|окружил|рвет|тиштеп|каап'),
    sure: false,
  },
  { sign: 'poisoning', pattern: /отравил|угарн|ртут|дем жетпей|ууланып/u, sure: false },
];

/** Words that turn a danger into something past or asked about: an old report, a bill, a request for information. */
export const CALMING =
  /(?:устранили|починили|ондоп коюшту|было в прошлом году|ложн(?:ый|ая) вызов|учебн(?:ая|ой) тревог)/u;
