/** Plural forms of Russian; other languages may do with the plain name. */
type Form = `${string}_${'one' | 'few' | 'many' | 'other'}`;
type Plain<Key> = Key extends `${infer Name}_${'one' | 'few' | 'many' | 'other'}` ? Name : Key;

/**
 * The same texts in a language whose nouns have one form after numbers: every key must be there, plural forms fold
 * into one (i18next falls back from `count_many` to `count`).
 */
export type Translated<Texts> = {
  readonly [Key in keyof Texts as Plain<Key>]: Key extends Form
    ? string
    : Texts[Key] extends string
      ? string
      : Translated<Texts[Key]>;
};
