import * as l10n from '@vscode/l10n';
import type { Position } from '../../base/text';
import { readVersion, type Spelling, type WrittenVersion } from '../../versions/writtenVersion';
import type { CargoManifest } from '../cargo/cargoManifest';
import type { PackageSettings } from '../engineSettings';
import type { PyProject } from '../python/pyproject';
import { ManifestError, type Problem, type Question } from '../question';
import { problemAt, type RepositoryFiles } from '../scan/repositoryFiles';
import type { KeyPath, TomlDocument } from '../toml';
import type { RequirementSite, SiteKind, VersionSite } from '../versionSite';

/** A package while what belongs to it is being found. */
export class PackageBuilder {
  readonly sites: VersionSite[] = [];
  readonly requirements: RequirementSite[] = [];
  readonly problems: Problem[] = [];
  /** Those problems that no plan can be made with. */
  readonly refusals: Problem[] = [];
  readonly questions: Question[] = [];
  /** The crates that move. */
  readonly crates = new Set<CargoManifest>();
  /** The Python projects that move. */
  readonly projects = new Set<PyProject>();
  /** Whether the sites that are added now are those that the build backend reads. */
  isOwn = true;
  /** Where the sites start, by file. */
  readonly #places = new Map<string, Set<number>>();

  constructor(
    readonly repository: RepositoryFiles,
    readonly settings: PackageSettings,
  ) {}

  report(problem: Problem): void {
    this.problems.push(problem);
    if (problem.severity === 'error') this.refusals.push(problem);
  }

  reportAt(severity: Problem['severity'], toml: TomlDocument, key: KeyPath, message: string): void {
    this.report(problemAt(severity, toml, key, message));
  }

  /**
   * Adds a place once, and says what is wrong with what stands there.
   * @param positionAt where an offset of the file is shown
   */
  add(
    place: Omit<VersionSite, 'start' | 'written' | 'spelling' | 'isOwn'>,
    positionAt: (offset: number) => Position,
    text: string,
    spelling: Spelling,
  ): void {
    const { span } = place;
    const file = this.repository.listing.links?.get(place.file) ?? place.file;
    const known = this.#places.get(file) ?? new Set();
    if (known.has(span.start)) return;
    this.#places.set(file, known.add(span.start));
    const site: VersionSite = {
      ...place,
      file,
      start: positionAt(span.start),
      written: this.#read(text, spelling),
      spelling,
      ...(this.isOwn && { isOwn: true as const }),
    };
    if (site.written.problem !== undefined) {
      // A plan writes a legal version over it.
      this.problems.push({
        severity: 'error',
        file,
        start: site.start,
        end: positionAt(span.end),
        message: site.written.problem,
      });
    }
    this.sites.push(site);
  }

  /** Hundreds of lock entries say the same. */
  #read(text: string, spelling: Spelling): WrittenVersion {
    const last = this.sites.at(-1);
    return last?.spelling === spelling && last.written.text === text
      ? last.written
      : readVersion(text, spelling);
  }

  /** Adds the string at a key of a TOML file; anything else there is an error. */
  addToml(
    kind: SiteKind,
    toml: TomlDocument,
    key: KeyPath,
    spelling: Spelling,
    crates: readonly string[],
  ): void {
    const text = toml.string(key);
    const span = toml.span(key);
    if (text !== undefined && span !== undefined)
      this.add({ kind, file: toml.file, span, key, crates }, toml.positionAt, text, spelling);
    else if (toml.value(key) !== undefined)
      this.reportAt('error', toml, key, l10n.t('The version has to be a string.'));
  }

  /** The answer to a question, or undefined where it is open from now on. */
  ask(question: Question): string | undefined {
    const answer = this.settings.answers.get(question.id);
    if (question.options.some(({ value }) => value === answer)) return answer;
    if (answer !== undefined) {
      const { file, start } = question;
      this.report({
        severity: 'error',
        file,
        start,
        message: l10n.t(
          '"{0}" is no answer to "{1}": use {2}.',
          answer,
          question.id,
          question.options.map(({ value }) => value).join(', '),
        ),
      });
    }
    if (!this.questions.some(({ id }) => id === question.id)) this.questions.push(question);
    return undefined;
  }

  /** Runs a step; a file that the second parser rejects is a problem of this package and does not hide the others. */
  attempt(step: () => void): void {
    try {
      step();
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error;
      this.report(error.problem);
    }
  }
}
