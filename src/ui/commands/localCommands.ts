import * as path from 'node:path';
import * as vscode from 'vscode';
import { openPage } from '../openPage';
import { CRATES_IO } from '../../cratesIndex/crateRegistry';
import type { Package } from '../../manifests/package';
import type { Ended } from '../../maturin/runSteps';
import { PYPI, TESTPYPI } from '../../packageIndex/packageIndex';
import { readPep440 } from '../../versions/pep440';
import { typeInTerminal, typeTitle } from '../services/installTools';
import { pickPackage } from '../pick/pickPackage';
import { pick } from '../pick/dialog';
import type { Services } from '../services/services';
import { knownVersion, releaseOf } from '../selectors';
import { notifyError, notifyInfo, promptText } from '../notify';

/** *Build Wheel Locally*: optimised wheels for this computer, for one Python or for all that are installed. */
export async function buildWheel(services: Services, target: unknown): Promise<void> {
  const pkg = await pickBuilt(services, target);
  if (pkg === undefined) return;
  const answer = await pick<'build' | 'buildAll'>({
    title: vscode.l10n.t('Build wheels of {0} for which Python?', pkg.name),
    placeholder: vscode.l10n.t(
      'They run on this kind of computer only; the release workflow builds those of the others',
    ),
    items: [
      {
        icon: 'package',
        label: vscode.l10n.t('The Python of this workspace'),
        description: vscode.l10n.t('the one in .venv, or the first on PATH'),
        value: 'build',
      },
      {
        icon: 'layers',
        label: vscode.l10n.t('All interpreters found'),
        description: '--find-interpreter',
        value: 'buildAll',
      },
    ],
  });
  if (answer.kind !== 'picked') return;
  const ended = await services.local.run(pkg, { command: answer.value });
  const reveal = vscode.l10n.t('Show Files');
  const first = ended.kind === 'done' ? ended.result.files?.[0] : undefined;
  if (
    (await showEnded(ended, ...(first === undefined ? [] : [reveal]))) === reveal &&
    first !== undefined
  ) {
    await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(first));
  }
}

/** *Develop (maturin)*: builds the module into the virtual environment of the workspace. */
export async function develop(
  services: Services,
  target: unknown,
  command: 'develop' | 'developRelease' = 'develop',
): Promise<void> {
  const pkg = await pickBuilt(services, target);
  if (pkg !== undefined) await showEnded(await services.local.run(pkg, { command }));
}

/** The package that is built on this computer: one with a crate and a Python project. */
export async function pickBuilt(services: Services, target: unknown): Promise<Package | undefined> {
  return await pickPackage(services, target, ({ python, crate }) => python && crate !== undefined);
}

/** *Publish to TestPyPI* and *Publish to PyPI*: builds on this computer and uploads. The task asks before it does. */
export async function publishLocally(
  services: Services,
  target: unknown,
  command: 'publishTest' | 'publish',
): Promise<void> {
  const pkg = await pickBuilt(services, target);
  if (pkg === undefined) return;
  const test = vscode.l10n.t('Smoke Test');
  if ((await showEnded(await services.local.run(pkg, { command }), test)) === test) {
    await smokeTest(services, { pkg, index: command === 'publish' ? 'pypi' : 'testpypi' });
  }
}

/** *Check Crates* and *Publish Crates*: packages the crates of a release, and uploads them after asking. */
export async function runCrates(
  services: Services,
  target: unknown,
  command: 'checkCrates' | 'publishCrates',
): Promise<void> {
  const pkg = await pickPackage(services, target, ({ crates }) => crates.length > 0);
  if (pkg !== undefined) await showEnded(await services.local.run(pkg, { command }));
}

/** *Forget an Index Token*. */
export async function forgetIndexToken(services: Services, target: unknown): Promise<void> {
  const pkg = await pickPackage(services, target);
  if (pkg === undefined) return;
  const answer = await pick({
    title: vscode.l10n.t('Forget the token of {0} for which index?', pkg.name),
    placeholder: vscode.l10n.t('It is asked for again when you publish'),
    items: [TESTPYPI, PYPI, 'crates.io' as const].map(index => ({
      icon: 'key',
      label: index === 'crates.io' ? index : index.name,
      value: index,
    })),
  });
  if (answer.kind !== 'picked') return;
  if (answer.value === 'crates.io') await services.registries.tokens.forgetCrates(CRATES_IO);
  else await services.registries.tokens.forget(answer.value, pkg.name);
  void notifyInfo(
    vscode.l10n.t(
      'No token of {0} is kept for {1} any more.',
      answer.value === 'crates.io' ? answer.value : answer.value.name,
      pkg.name,
    ),
  );
}

/** Tells how a task ended. What was thrown has been shown already, and who stopped it knows. */
export async function showEnded(
  ended: Ended,
  ...actions: readonly string[]
): Promise<string | undefined> {
  switch (ended.kind) {
    case 'done':
      return await notifyInfo(ended.result.message, ...actions);
    case 'failed': {
      await showFailed(ended);
      return undefined;
    }
    case 'stopped':
    case 'refused':
      return undefined;
  }
}

/** The rules that explain a job on GitHub know the same tools here. */
async function showFailed({
  step,
  code,
  output,
}: Extract<Ended, { kind: 'failed' }>): Promise<void> {
  const [{ explainFailure }, { readLog }] = await Promise.all([
    import('../../github/logs/explainFailure'),
    import('../../github/logs/jobLog'),
  ]);
  const log = readLog(output.join('\n'));
  const explanation = await explainFailure(log, { place: 'computer' });
  const program = path.basename(step.program);
  const shown = step.shown === undefined ? program : `"${step.shown}"`;
  if (explanation.kind === 'unknown') {
    const problems = vscode.l10n.t('Show Problems');
    const telling = log.lines[explanation.line ?? -1]?.trim() ?? '';
    const answer = await notifyError(
      telling === ''
        ? vscode.l10n.t('{0} failed with exit code {1}. Its terminal says why.', shown, code)
        : vscode.l10n.t('{0} failed with exit code {1}: {2}', shown, code, telling),
      problems,
    );
    if (answer === problems)
      await vscode.commands.executeCommand('workbench.actions.view.problems');
    return;
  }
  const { cause, advice, command, source } = explanation;
  const [more, type] = [
    vscode.l10n.t('Learn More'),
    command === undefined ? undefined : typeTitle(command),
  ];
  const answer = await notifyError(
    vscode.l10n.t('{0} failed with exit code {1}. {2} {3}', shown, code, cause, advice),
    ...(type === undefined ? [] : [type]),
    more,
  );
  if (answer === more) await openPage(source);
  if (answer !== undefined && answer === type && command !== undefined)
    typeInTerminal(program, command, step.cwd);
}

/** What a caller knows already, beside the package of a {@link Target}. */
interface Asked {
  readonly index?: 'pypi' | 'testpypi';
  /** In any spelling. */
  readonly version?: string;
}

/** *Smoke Test*: installs exactly one published version where nothing else is, and imports it. */
export async function smokeTest(services: Services, target: unknown): Promise<void> {
  const pkg = await pickBuilt(services, target);
  if (pkg === undefined) return;
  const asked: Asked = typeof target === 'object' && target !== null ? target : {};
  const index = asked.index ?? (await askIndex());
  const version =
    index === undefined
      ? undefined
      : (asked.version ??
        (await askVersion(
          pkg.name,
          knownVersion(pkg, releaseOf(services.store.value, pkg.manifest)) ?? '',
        )));
  if (index === undefined || version === undefined) return;
  await showEnded(await services.local.run(pkg, { command: 'smokeTest', index, version }));
}

async function askIndex(): Promise<Asked['index']> {
  const answer = await pick({
    title: vscode.l10n.t('Install from which index?'),
    placeholder: vscode.l10n.t(
      'The version is installed into a fresh environment, which is removed again',
    ),
    items: [PYPI, TESTPYPI].map(({ name, simple, id }) => ({
      icon: 'package',
      label: name,
      description: simple,
      value: id,
    })),
  });
  return answer.kind === 'picked' && answer.value !== 'other' ? answer.value : undefined;
}

async function askVersion(name: string, current: string): Promise<string | undefined> {
  return (
    await promptText({
      title: vscode.l10n.t('Smoke test of which version of {0}?', name),
      prompt: vscode.l10n.t('A version that is published'),
      value: current,
      validateInput: text =>
        readPep440(text.trim()) === undefined
          ? vscode.l10n.t('"{0}" is no PEP 440 version.', text)
          : undefined,
    })
  )?.trim();
}

/** *Test Wheel in a Fresh venv*: builds a wheel, installs it where nothing else is, and imports it. It answers the checklist, too. */
export async function testWheel(services: Services, target: unknown): Promise<void> {
  const pkg = await pickBuilt(services, target);
  if (pkg === undefined) return;
  const { item } = await (await services.checklists.keeper).read(pkg, 'smokeTest');
  await showEnded(
    item.answer.kind === 'task'
      ? await (await services.checklists.tasks).run(pkg, item)
      : await services.local.run(pkg, { command: 'test' }),
  );
}
