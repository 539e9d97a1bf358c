import * as l10n from '@vscode/l10n';
import * as path from 'node:path';
import { relativePath } from '../../base/paths';
import type { Position } from '../../base/text';
import type { ReleaseVersion } from '../../versions/releaseVersion';
import { inFormOf, readVersion } from '../../versions/writtenVersion';
import { updatedRequirement } from '../cargo/requirementUpdate';
import { type Manifest, textOf } from '../manifest';
import { agreement, type Package } from '../package';
import { ManifestError, type Problem, type Question } from '../question';
import type { ManifestIndex } from '../scan/manifestIndex';
import type { SiteKind, VersionSite } from '../versionSite';
import { editedFile, type FileEdits } from './editedFile';
import { ProofError } from './proof';

/** One file before and after. */
export interface FileChange {
  /** Absolute path. */
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** One place that changes. */
export interface Move {
  /** Absolute path. */
  readonly file: string;
  readonly start: Position;
  readonly kind: SiteKind | 'requirement';
  readonly from: string;
  readonly to: string;
}

/** What has to change so that every version site of a package says one version. Nothing has been written yet. */
export interface VersionPlan {
  readonly pkg: Package;
  readonly to: ReleaseVersion;
  /** Files that change: manifests and modules by path, then locks. */
  readonly changes: readonly FileChange[];
  /** The places that change, in the order of the package's sites, then requirements. */
  readonly moves: readonly Move[];
  /** What only a person can decide. With any of these nothing may be written. */
  readonly questions: readonly Question[];
  /** What is broken or cannot be done. With any of these nothing may be written. */
  readonly refusals: readonly Problem[];
  /** What stays as it is and may need a look, such as a requirement that the new version no longer matches. */
  readonly notes: readonly Problem[];
}

/** The text that a site has to hold for a version. */
export function spelled(
  { spelling, form, written }: Pick<VersionSite, 'spelling' | 'form'> & Partial<VersionSite>,
  version: ReleaseVersion,
): string {
  return form === 'tuple'
    ? version.release.join(', ')
    : inFormOf(written?.text ?? '', spelling, version);
}

/** Whether a site already says a version: Python's files may spell it in any legal way, Cargo's exactly. */
export function siteHasVersion(site: VersionSite, version: ReleaseVersion): boolean {
  if (site.form === 'tuple') return site.written.text === version.release.join('.');
  return site.spelling === 'semver'
    ? site.written.text === version.semver
    : site.written.problem === undefined &&
        site.written.key === readVersion(version.pep440, 'pep440').key;
}

/**
 * Plans the edits that make every site of a package say `to`: spans are replaced, everything else stays byte for byte.
 * What was edited is parsed again by a second parser, and only the intended values may differ; then the packages are
 * looked for once more in the edited texts, and all of them have to say `to`.
 *
 * @param found further questions, such as the lines of {@link searchConstants}
 */
export function planVersion(
  index: ManifestIndex,
  pkg: Package,
  to: ReleaseVersion,
  found: readonly Question[] = [],
): VersionPlan {
  const refusals: Problem[] = [...pkg.refusals];
  const key = readVersion(to.pep440, 'pep440').key;
  const questions = new Map(
    [...pkg.questions, ...found]
      .filter(({ unless }) => unless?.includes(key) !== true)
      .map(question => [question.id, question]),
  );
  const moves: Move[] = [];
  const notes: Problem[] = [];
  const edits = editsOf(index, pkg, to, { questions, moves, notes, refusals });

  const changes: FileChange[] = [];
  const edited = new Map<string, Manifest>();
  for (const [file, fileEdits] of edits) {
    const manifest = index.get(file);
    const before = textOf(manifest);
    if (manifest === undefined || before === undefined) continue;
    try {
      const proven = editedFile(file, manifest, fileEdits, to);
      const after = textOf(proven) ?? before;
      if (after === before) continue;
      changes.push({ file, before, after });
      edited.set(file, proven);
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error;
      refusals.push(error.problem);
    }
  }
  // Locks last: what a person reads comes first.
  changes.sort((a, b) => Number(isLock(a)) - Number(isLock(b)) || (a.file < b.file ? -1 : 1));
  if (refusals.length === 0 && questions.size === 0) proveScan(index, pkg, to, edited);
  return { pkg, to, changes, moves, questions: [...questions.values()], refusals, notes };
}

interface Found {
  readonly questions: Map<string, Question>;
  readonly moves: Move[];
  readonly notes: Problem[];
  readonly refusals: Problem[];
}

function editsOf(
  index: ManifestIndex,
  pkg: Package,
  to: ReleaseVersion,
  { questions, moves, notes, refusals }: Found,
): Map<string, FileEdits> {
  const edits = new Map<string, FileEdits>();
  const of = (file: string) => {
    const entry: FileEdits = edits.get(file) ?? {
      edits: [],
      values: [],
      keys: new Map(),
      entries: new Set(),
    };
    edits.set(file, entry);
    return entry;
  };
  for (const site of pkg.sites) {
    const { file, start, kind, written } = site;
    if (site.form === 'tuple' && site.isOwn === true && to.pre !== undefined)
      refusals.push({
        severity: 'error',
        file,
        start,
        message: l10n.t(
          'The version is built from these numbers, which cannot hold the pre-release {0}: write it as a string first.',
          to.pep440,
        ),
      });
    if (!siteHasVersion(site, to))
      moves.push({ file, start, kind, from: written.text, to: spelled(site, to) });
    if (index.get(site.file)?.kind === 'lock') {
      of(site.file).entries.add(site.span.start);
    } else if (!siteHasVersion(site, to)) {
      const text = spelled(site, to);
      const { edits, values } = of(site.file);
      edits.push({ ...site.span, text });
      if (site.key !== undefined) values.push([site.key, text]);
    }
  }
  const answers = index.settings.packages.get(pkg.name)?.answers ?? new Map<string, string>();
  const from = agreement(pkg.sites).current;
  for (const requirement of pkg.requirements) {
    const { file, start, span, key, text } = requirement;
    const updated = updatedRequirement(requirement, from, to, answers, name =>
      relativePath(index.root, name),
    );
    if ('text' in updated && updated.note !== undefined)
      notes.push({ severity: 'warning', file, start, message: updated.note });
    if ('question' in updated) {
      // Where several places are one question, the first one shows it.
      if (!questions.has(updated.question.id)) questions.set(updated.question.id, updated.question);
    } else if (updated.text !== text) {
      const { edits, values, keys } = of(file);
      edits.push({ ...span, text: updated.text });
      if (requirement.kind === 'replaced')
        keys.set(String(key.at(-1)), String(key.at(-1)).slice(0, -text.length) + updated.text);
      else values.push([key, updated.text]);
      moves.push({ file, start, kind: 'requirement', from: text, to: updated.text });
    }
  }
  return edits;
}

/** @throws ProofError where a site of the package would not say the version after the edits */
function proveScan(
  index: ManifestIndex,
  pkg: Package,
  to: ReleaseVersion,
  edited: ReadonlyMap<string, Manifest>,
): void {
  const { packages } = index.reconsider(edited);
  const after = packages.find(({ manifest }) => manifest === pkg.manifest);
  const place = ({ file, kind, crates }: VersionSite) => JSON.stringify([file, kind, crates]);
  // After the bump something else may hold the same version by chance: only what is a site now has to have moved.
  const moved = new Set(pkg.sites.map(place));
  const mismatched = after?.sites.find(site => moved.has(place(site)) && !siteHasVersion(site, to));
  if (after === undefined || mismatched !== undefined)
    throw new ProofError(mismatched?.file ?? pkg.manifest);
}

/** Everything that keeps a plan from being written, with what has to be decided among it. */
export function obstacles({ questions, refusals }: VersionPlan): readonly Problem[] {
  return [
    ...refusals,
    ...questions.map(({ file, start, reason }): Problem => ({
      severity: 'error',
      file,
      start,
      message: reason,
    })),
  ];
}

function isLock({ file }: FileChange): boolean {
  return path.extname(file) === '.lock';
}

/** What a refusal says where there is only a line for it. */
export function describeProblem(root: string, { file, start, message }: Problem): string {
  return l10n.t('{0}:{1}: {2}', path.relative(root, file), start.line + 1, message);
}
