/** natural's index loads 160 MB and prints; its parts are imported one by one and have no types of their own. */
declare module 'natural/lib/natural/stemmers/porter_stemmer_ru.js' {
  const stemmer: { stem(word: string): string };
  export default stemmer;
}
