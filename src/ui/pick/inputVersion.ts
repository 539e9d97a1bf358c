import * as vscode from 'vscode';
import { labelText, messageText } from '../sinks';
import { FIRST_VERSION } from '../../release/releaseTags';
import { reasonNotGreater } from '../../versions/order';
import {
  parseReleaseVersion,
  type PreReleaseStyle,
  type ReleaseVersion,
} from '../../versions/releaseVersion';
import type { WrittenVersion } from '../../versions/writtenVersion';
import { spellings } from '../labels';
import type { Answer } from './show';

/** Asks for any version above the current one. */
export async function inputVersion(
  current: WrittenVersion,
  style: PreReleaseStyle,
): Promise<Answer<ReleaseVersion>> {
  return await ask({
    title: vscode.l10n.t('Custom version'),
    prompt: vscode.l10n.t('Above {0}, such as 0.2.0 or 0.2.0-rc.1', current.text),
    value: current.text,
    current,
    style,
    canGoBack: true,
  });
}

/** Asks for the version of a first release. */
export async function inputFirstVersion(name: string): Promise<ReleaseVersion | undefined> {
  const answer = await ask({
    title: vscode.l10n.t('{0}: which version first?', name),
    prompt: vscode.l10n.t('The git tag decides it, and no release tag is on this branch yet'),
    value: FIRST_VERSION.semver,
    style: 'dotted',
  });
  return answer.kind === 'picked' ? answer.value : undefined;
}

interface Question {
  readonly title: string;
  readonly prompt: string;
  readonly value: string;
  /** What it has to be above. */
  readonly current?: WrittenVersion;
  readonly style: PreReleaseStyle;
  readonly canGoBack?: boolean;
}

/** A version without the `v` that tags begin with. */
export function withoutPrefix(text: string): string {
  return text.trim().replace(/^v(?=\d)/i, '');
}

/** Says while a version is typed how Cargo and Python spell it or why it cannot be released. */
async function ask({
  title,
  prompt,
  value,
  current,
  style,
  canGoBack = false,
}: Question): Promise<Answer<ReleaseVersion>> {
  const input = vscode.window.createInputBox();
  input.title = labelText(title);
  input.prompt = messageText(prompt);
  input.value = value;
  input.valueSelection = [0, value.length];
  [input.step, input.totalSteps] = [1, 2];
  if (canGoBack) input.buttons = [vscode.QuickInputButtons.Back];

  const read = () => {
    const parsed = parseReleaseVersion(withoutPrefix(input.value), style);
    if (!parsed.ok || current === undefined) return parsed;
    const reason = reasonNotGreater(parsed.version, current);
    return reason === undefined ? parsed : { ok: false as const, reason };
  };
  const show = () => {
    const result = read();
    input.validationMessage = result.ok
      ? { message: spellings(result.version), severity: vscode.InputBoxValidationSeverity.Info }
      : { message: messageText(result.reason), severity: vscode.InputBoxValidationSeverity.Error };
  };
  try {
    return await new Promise<Answer<ReleaseVersion>>(resolve => {
      input.onDidChangeValue(show);
      input.onDidAccept(() => {
        const result = read();
        if (result.ok) resolve({ kind: 'picked', value: result.version });
        else show();
      });
      input.onDidTriggerButton(() => resolve({ kind: 'back' }));
      input.onDidHide(() => resolve({ kind: 'cancelled' }));
      input.show();
    });
  } finally {
    input.dispose();
  }
}
