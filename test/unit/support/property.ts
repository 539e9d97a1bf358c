/** The seed of all properties of this process: random, or the one in the environment, to run a failure again. */
export const SEED = Number(process.env['BUDTIKTOK_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

let cases = 0;

/** Options of `fc.assert` that count the cases and take the common seed. */
export function runs(numRuns: number): { readonly numRuns: number; readonly seed: number } {
  cases += numRuns;
  return { numRuns, seed: SEED };
}

/** What is printed beside the tests, so that a run that failed can be repeated. */
export function saySeed(): void {
  console.log(`    ${cases} cases, BUDTIKTOK_SEED=${SEED} runs them again`);
  cases = 0;
}
