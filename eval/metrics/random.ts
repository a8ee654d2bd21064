/**
 * Seeded random 32-bit integers: sfc32 (Doty-Humphrey, PractRand), seeded through splitmix32. Same seed, same numbers,
 * on every machine.
 */
export function randomIntegers(seed: number): () => number {
  let state = seed | 0;
  const split = () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let a = split();
  let b = split();
  let c = split();
  let counter = 1;
  return () => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
}

/** The same as numbers in [0, 1). */
export function randomNumbers(seed: number): () => number {
  const next = randomIntegers(seed);
  return () => next() / 4_294_967_296;
}
