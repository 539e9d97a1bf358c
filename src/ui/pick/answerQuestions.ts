import * as vscode from 'vscode';
import { withSlashes } from '../../base/paths';
import type { Package } from '../../manifests/package';
import { searchConstants } from '../../manifests/plan/searchConstants';
import type { Answers, Question } from '../../manifests/question';
import type { Manifests } from '../services/manifests';
import type { Proposal } from '../services/releaseRunner';
import type { Services } from '../services/services';
import type { Session } from '../services/sessions';
import { type Choice, separator } from './choice';
import type { Dialog } from './dialog';
import { packagesOf } from '../selectors';

/**
 * Asks what only a person can decide about the versions of a package, once: the answers are kept in the settings of the
 * workspace. Then the lines that hold the version elsewhere are offered, all in one list.
 *
 * @returns false where the user left a question open
 */
export async function answerQuestions(
  dialog: Dialog,
  services: Services,
  session: Session,
  { context }: Proposal,
): Promise<boolean> {
  const {
    workspace: { manifests },
  } = services;
  // An answer may raise the next question; none is asked twice.
  for (const asked = new Set<string>(); ;) {
    const question = (await context.plan()).questions.find(({ id }) => !asked.has(id));
    if (question === undefined) break;
    asked.add(question.id);
    const isAnswered = await ask(
      dialog,
      manifests,
      session.pkg,
      question,
      vscode.l10n.t('{0}: a question before {1}', session.pkg.name, context.version.semver),
    );
    if (!isAnswered) return false;
  }
  return await offerConstants(dialog, services, session, context);
}

/**
 * Asks first of all whether files or the tag decide the version, where that is open: which versions can be chosen follows
 * from it.
 *
 * @returns the package as it is then; undefined where the question was left open
 */
export async function settleSource(
  dialog: Dialog,
  { workspace: { manifests }, store }: Services,
  pkg: Package,
): Promise<Package | undefined> {
  const question = pkg.questions.find(({ id }) => id === 'source');
  if (question === undefined) return pkg;
  if (
    !(await ask(
      dialog,
      manifests,
      pkg,
      question,
      vscode.l10n.t('{0}: what decides its version?', pkg.name),
    ))
  )
    return undefined;
  return packagesOf(store.value).find(({ manifest }) => manifest === pkg.manifest);
}

async function ask(
  dialog: Dialog,
  manifests: Manifests,
  pkg: Package,
  question: Question,
  title: string,
): Promise<boolean> {
  await showBeneath(question);
  const answer = await dialog.pick<string>({
    title,
    // Read out in full, and cut off for the eyes: those have the rows.
    placeholder: question.reason,
    items: [
      ...readable(question),
      separator(vscode.l10n.t('asked once, kept in the workspace settings')),
      ...question.options.map(({ value, label }) => ({ label, value })),
    ],
    stays: true,
  });
  if (answer.kind !== 'picked') return false;
  await manifests.answer(pkg, new Map([[question.id, answer.value]]));
  return true;
}

async function offerConstants(
  dialog: Dialog,
  { workspace: { manifests } }: Services,
  session: Session,
  context: Proposal['context'],
): Promise<boolean> {
  const { pkg, index } = await context.package();
  const { from } = context.intent;
  if (from === '' || from === context.version.semver) return true;
  // Where git cannot be asked the files are left alone: a search through a whole tree would take too long.
  const files = await session.repository.filesContaining(from).catch(() => []);
  const found = await searchConstants(index, pkg, { files });
  if (found.length === 0) return true;
  const chosen = await dialog.pickMany<string>({
    stays: true,
    title: vscode.l10n.t('{0} is also in these lines. Which of them move with the version?', from),
    placeholder: vscode.l10n.t(
      'Marked lines move from now on; you are not asked about the others again',
    ),
    // Lines that hold the version of the package by what they are come first, and are marked.
    items: [...found]
      .sort((a, b) => Number(b.isCertain === true) - Number(a.isCertain === true))
      .map(question => ({
        label: place(question),
        detail: question.line ?? question.reason,
        value: question.id,
        isSuggested: question.isCertain === true,
      })),
  });
  if (chosen.kind !== 'picked') return false;
  const moving = new Set(chosen.value);
  const answers: Answers = new Map(found.map(({ id }) => [id, moving.has(id) ? 'move' : 'keep']));
  await manifests.answer(session.pkg, answers);
  return true;
}

/** The line that is asked about, to be read while the question is open. */
async function showBeneath({ file, start }: Question): Promise<void> {
  const at = new vscode.Position(start.line, start.column);
  const editor = await vscode.window.showTextDocument(vscode.Uri.file(file), {
    preview: true,
    preserveFocus: true,
    selection: new vscode.Range(at, at),
  });
  // At the top it would be behind the list.
  editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenter);
}

/** How many characters of a row of a list can be read without widening the window. */
const ROW = 80;

/** What is asked and where, as rows that are only read. */
function readable(question: Question): Choice<never>[] {
  const lines = [''];
  for (const word of question.reason.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + word.length >= ROW) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return [
    ...lines.map((line, index) => ({ icon: index === 0 ? 'question' : 'blank', label: line })),
    { icon: 'file', label: place(question) },
  ];
}

function place({ file, start }: Question): string {
  return `${withSlashes(vscode.workspace.asRelativePath(file))}:${start.line + 1}`;
}
