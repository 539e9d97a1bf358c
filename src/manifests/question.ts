import type { Position } from './text';

/** Something that only a person can decide. Nothing may be written while one is open. */
export interface Question {
  /**
   * Names the question among those of its package. It holds no line number, so that an answer outlives other edits,
   * and no blank, so that it can be typed: `together:crates/core/Cargo.toml`.
   */
  readonly id: string;
  /** Absolute path. */
  readonly file: string;
  readonly start: Position;
  /** What was found and why it does not tell. */
  readonly reason: string;
  readonly options: readonly AnswerOption[];
  /** The {@link WrittenVersion.key} of versions that may be planned without an answer, because they end a half-made bump. */
  readonly unless?: readonly string[];
}

export interface AnswerOption {
  /** What is stored and typed: a short word in English. */
  readonly value: string;
  /** What a person reads. */
  readonly label: string;
}

/** Answers by the id of their question. */
export type Answers = ReadonlyMap<string, string>;
