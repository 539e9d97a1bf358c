import { releaseKey, type AnswerBook, type Answers } from './answers';

/** The release that answers belong to: its version as SemVer, or undefined for the next one while nobody has said which it is. */
export type AnswerScope = string | undefined;

/** No version is called so. */
const NEXT = 'next';

export function bucketKey(name: string, bucket: AnswerScope): string {
  return releaseKey(name, bucket ?? NEXT);
}

/** The answers of a release. To those of a version belongs what was answered for the next release, which it may become. */
export function answersOf(book: AnswerBook, name: string, bucket: AnswerScope): Answers {
  const own = book[bucketKey(name, bucket)] ?? {};
  return bucket === undefined ? own : newest(book[bucketKey(name, undefined)] ?? {}, own);
}

/** Moves all answers of one release to another: a release has been confirmed, or taken back. Of two answers the newer counts. */
export function handOver(
  book: AnswerBook,
  name: string,
  from: AnswerScope,
  to: AnswerScope,
): AnswerBook {
  const { [bucketKey(name, from)]: moved, [bucketKey(name, to)]: there = {}, ...others } = book;
  return moved === undefined ? book : { ...others, [bucketKey(name, to)]: newest(moved, there) };
}

function newest(a: Answers, b: Answers): Answers {
  const answers = new Map(Object.entries(a));
  for (const [id, answer] of Object.entries(b)) {
    const other = answers.get(id);
    if (other === undefined || other.at <= answer.at) answers.set(id, answer);
  }
  return Object.fromEntries(answers);
}
