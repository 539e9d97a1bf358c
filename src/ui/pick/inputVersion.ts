import * as vscode from 'vscode';
import { reasonNotGreater } from '../../versions/order';
import { parseReleaseVersion, type PreReleaseStyle, type ReleaseVersion } from '../../versions/releaseVersion';
import type { WrittenVersion } from '../../versions/writtenVersion';
import { spellings } from '../words';
import type { Answer } from './show';

/** Asks for any version, and says while it is typed how both worlds will spell it or why it cannot be released. */
export async function inputVersion(current: WrittenVersion, style: PreReleaseStyle): Promise<Answer<ReleaseVersion>> {
  const input = vscode.window.createInputBox();
  input.title = vscode.l10n.t('Custom version');
  input.prompt = vscode.l10n.t('Above {0}, such as 0.2.0 or 0.2.0-rc.1', current.text);
  input.value = current.text;
  input.valueSelection = [0, current.text.length];
  [input.step, input.totalSteps] = [1, 2];
  input.buttons = [vscode.QuickInputButtons.Back];

  const read = () => {
    const parsed = parseReleaseVersion(input.value, style);
    if (!parsed.ok) return parsed;
    const reason = reasonNotGreater(parsed.version, current);
    return reason === undefined ? parsed : { ok: false as const, reason };
  };
  const show = () => {
    const result = read();
    input.validationMessage = result.ok
      ? { message: spellings(result.version), severity: vscode.InputBoxValidationSeverity.Info }
      : { message: result.reason, severity: vscode.InputBoxValidationSeverity.Error };
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
