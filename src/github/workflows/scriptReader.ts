import { closing, substitutionsOf } from './substitutions';
import { type Command } from './shell';

export interface Script {
  readonly commands: readonly Command[];
  /** The names of the functions that the script defines. */
  readonly functions: ReadonlySet<string>;
  /** The variables that lines without a command set. */
  readonly assigned: ReadonlySet<string>;
  /** False where the script is too long or too deep to be read. */
  readonly isWhole: boolean;
}

/** Words before a command that do not change what it is. */
const PREFIXES = new Set(['if', 'then', 'else', 'elif', 'while', 'until', 'do', '!', '{', '}']);

interface HereDocument {
  readonly end: string;
  readonly isQuoted: boolean;
  /** The command that reads it: its place among the commands. */
  command: number;
}

/** Command substitutions in each other. */
const MAX_DEPTH = 20;

/** Reads each character once. */
export class ScriptReader implements Script {
  readonly commands: Command[] = [];
  readonly functions = new Set<string>();
  readonly assigned = new Set<string>();
  isWhole = true;
  #words: string[] = [];
  #word: string | undefined;
  #writes: string[] = [];
  #isPiped = false;
  #input: string | undefined;
  #isQuoted = false;
  #redirect: '>' | '<' | '<<' | '<<<' | undefined;
  #hereDocuments: HereDocument[] = [];
  /** For each `case` that is open: whether a pattern is next. */
  readonly #cases: boolean[] = [];

  constructor(private readonly depth: number) {}

  read(text: string): void {
    for (let at = 0; at < text.length;) at = this.#next(text, at);
    this.#endCommand();
  }

  /** Reads what begins at a place. @returns the place after it */
  #next(text: string, at: number): number {
    const char = text.charAt(at);
    if (this.#redirect === '<<') this.#isQuoted ||= /['"\\]/.test(char);
    switch (char) {
      case '\\':
        return this.#escape(text, at);
      case "'": {
        const end = text.indexOf("'", at + 1);
        this.#add(text.slice(at + 1, end === -1 ? text.length : end));
        return end === -1 ? text.length : end + 1;
      }
      case '"':
        return this.#quoted(text, at + 1);
      case '`':
        // PowerShell continues a line with it.
        if (/^`\r?\n/.test(text.slice(at, at + 3))) return text.indexOf('\n', at) + 1;
        return this.#substitution(text, at + 1, closing(text, at + 1, '`'));
      case '$':
        if (text.startsWith('${{', at)) return this.#expression(text, at);
        if (text.startsWith('$(', at))
          return this.#substitution(text, at + 2, closing(text, at + 2, ')'));
        this.#add(char);
        return at + 1;
      case '#': {
        if (this.#word !== undefined) {
          this.#add(char);
          return at + 1;
        }
        const end = text.indexOf('\n', at);
        return end === -1 ? text.length : end;
      }
      case '>':
      case '<':
        return this.#startRedirect(text, at);
      case '\n':
        this.#endCommand();
        return this.#hereDocuments.length > 0 ? this.#readHereDocuments(text, at + 1) : at + 1;
      case ';':
        this.#endCommand();
        if (text.charAt(at + 1) === ';' && this.#cases.length > 0)
          this.#cases[this.#cases.length - 1] = true;
        return at + 1;
      case '&':
      case '|':
        if (char === '&' && text.charAt(at + 1) === '>') return at + 1;
        this.#endCommand();
        this.#isPiped = char === '|' && text.charAt(at + 1) !== '|' && text.charAt(at - 1) !== '|';
        return at + 1;
      case '(':
        return this.#open(text, at);
      case ')':
        if (this.#cases.at(-1) === true) {
          // The end of a pattern of `case`.
          this.#cases[this.#cases.length - 1] = false;
          this.#forget();
        } else this.#endCommand();
        return at + 1;
      case ' ':
      case '\t':
      case '\r':
        this.#endWord();
        return at + 1;
      default:
        this.#add(char);
        return at + 1;
    }
  }

  #escape(text: string, at: number): number {
    if (text.startsWith('\r\n', at + 1)) return at + 3;
    if (text.charAt(at + 1) === '\n') return at + 2;
    this.#add(text.charAt(at + 1));
    return at + 2;
  }

  #quoted(text: string, start: number): number {
    this.#add('');
    let at = start;
    while (at < text.length && text.charAt(at) !== '"') {
      if (text.startsWith('${{', at)) at = this.#expression(text, at);
      else if (text.startsWith('$(', at))
        at = this.#substitution(text, at + 2, closing(text, at + 2, ')'));
      else if (text.charAt(at) === '`')
        at = this.#substitution(text, at + 1, closing(text, at + 1, '`'));
      else if (text.charAt(at) === '\\' && /["\\$`]/.test(text.charAt(at + 1))) {
        this.#add(text.charAt(at + 1));
        at += 2;
      } else {
        this.#add(text.charAt(at));
        at++;
      }
    }
    return at + 1;
  }

  /** `${{ … }}` stays one piece. */
  #expression(text: string, at: number): number {
    const end = text.indexOf('}}', at);
    const after = end === -1 ? text.length : end + 2;
    this.#add(text.slice(at, after));
    return after;
  }

  /** The commands in `$(…)` run first; their output is a part of the word, and not known. */
  #substitution(text: string, start: number, end: number): number {
    const inner = new ScriptReader(this.depth + 1);
    if (this.depth >= MAX_DEPTH) this.isWhole = false;
    else {
      inner.read(text.slice(start, end));
      this.commands.push(...inner.commands);
      for (const name of inner.assigned) this.assigned.add(name);
      if (!inner.isWhole) this.isWhole = false;
    }
    this.#add('$(…)');
    return end + 1;
  }

  #startRedirect(text: string, at: number): number {
    // The number before it names a stream.
    if (this.#word !== undefined && /^\d$/.test(this.#word)) this.#word = undefined;
    this.#endWord();
    const sign = /^(?:<<<|<<-?|<|>>|>\||>)/.exec(text.slice(at, at + 3))?.[0] ?? '>';
    if (text.charAt(at + sign.length) === '&') {
      const stream = /^&[\d-]/.exec(text.slice(at + sign.length, at + sign.length + 2));
      if (stream !== null) return at + sign.length + 2;
    }
    // `<(…)` is a command.
    if (sign === '<' && text.charAt(at + 1) === '(') return at + 1;
    this.#redirect = sign.startsWith('>')
      ? '>'
      : sign === '<<' || sign === '<<-'
        ? '<<'
        : sign === '<<<'
          ? '<<<'
          : '<';
    return at + sign.length;
  }

  #open(text: string, at: number): number {
    if (this.#word !== undefined && /^\w+\+?=$/.test(this.#word)) {
      // An array: its items are no commands.
      this.#add('(…)');
      return closing(text, at + 1, ')') + 1;
    }
    const close = /^\(\s{0,8}\)/.exec(text.slice(at, at + 10))?.[0];
    const name = this.#word ?? this.#words.at(-1);
    const isFirst = this.#words.length === (this.#word === undefined ? 1 : 0);
    const isNamed = this.#words.length === 2 && this.#words[0] === 'function';
    if (close !== undefined && name !== undefined && (isFirst || isNamed)) {
      this.functions.add(name);
      this.#forget();
      return at + close.length;
    }
    if (this.#cases.at(-1) !== true) this.#endCommand();
    return at + 1;
  }

  #add(text: string): void {
    this.#word = (this.#word ?? '') + text;
  }

  #endWord(): void {
    const word = this.#word;
    if (word === undefined) return;
    this.#word = undefined;
    const isQuoted = this.#isQuoted;
    this.#isQuoted = false;
    if (this.#redirect === '>') this.#writes.push(word);
    else if (this.#redirect === '<<')
      this.#hereDocuments.push({ end: word, isQuoted, command: -1 });
    else if (this.#redirect === '<<<') this.#input = word;
    else if (this.#redirect === '<') this.#isPiped = true;
    else this.#words.push(word);
    this.#redirect = undefined;
    if (this.#words[0] === 'case' && this.#words.at(-1) === 'in' && this.#words.length >= 3) {
      this.#cases.push(true);
      this.#forget();
    }
    if (this.#words[0] === 'esac' && this.#cases.length > 0) {
      this.#cases.pop();
      this.#forget();
    }
  }

  #forget(): void {
    this.#word = undefined;
    this.#words = [];
    this.#writes = [];
    this.#redirect = undefined;
    this.#input = undefined;
    this.#isPiped = false;
  }

  #endCommand(): void {
    this.#endWord();
    const env: Record<string, string> = {};
    let at = 0;
    for (; at < this.#words.length; at++) {
      const word = this.#words[at] ?? '';
      const equals = word.indexOf('=');
      if (equals > 0 && /^\w+$/.test(word.slice(0, equals)))
        env[word.slice(0, equals)] = word.slice(equals + 1);
      else if (!PREFIXES.has(word)) break;
    }
    if (this.#words[0] === 'function' && this.#words[1] !== undefined)
      this.functions.add(this.#words[1]);
    for (const document of this.#hereDocuments)
      if (document.command === -1) document.command = this.commands.length;
    const isCommand = at < this.#words.length;
    if (!isCommand) for (const name of Object.keys(env)) this.assigned.add(name);
    // `{ …; } > file` and `> file` write, too.
    if (isCommand || this.#writes.length > 0)
      this.commands.push({
        words: isCommand ? this.#words.slice(at) : [':'],
        env,
        writes: this.#writes,
        input: this.#input,
        isPiped: this.#isPiped,
      });
    this.#forget();
  }

  #readHereDocuments(text: string, start: number): number {
    let at = start;
    for (const { end, isQuoted, command } of this.#hereDocuments) {
      const begin = at;
      let stop = text.length;
      while (at < text.length) {
        const newline = text.indexOf('\n', at);
        const after = newline === -1 ? text.length : newline + 1;
        const line = text.slice(at, newline === -1 ? text.length : newline);
        if (line.trim() === end) {
          stop = at;
          at = after;
          break;
        }
        at = after;
      }
      for (const script of isQuoted ? [] : substitutionsOf(text.slice(begin, stop)))
        this.#substitution(script, 0, script.length);
      this.#forget();
      const reading = this.commands[command];
      if (reading !== undefined)
        this.commands[command] = { ...reading, input: text.slice(begin, stop) };
    }
    this.#hereDocuments = [];
    return at;
  }
}
