import * as vscode from 'vscode';
import { FIRST_VERSION } from '../../release/releaseTags';
import { reasonNotGreater } from '../../versions/order';
import {
  parseReleaseVersion,
  type PreReleaseStyle,
  type ReleaseVersion,
} from '../../versions/releaseVersion';
import type { WrittenVersion } from '../../versions/writtenVersion';
import { spellings } from '../labels';
import { type Dialog, type Entered, follow, type Step } from './dialog';

/** Asks for any version above the current one. */
export function customVersionStep(
  current: WrittenVersion,
  style: PreReleaseStyle,
  then: (version: ReleaseVersion) => Step,
): Step {
  return async dialog =>
    follow(
      await dialog.enter({
        title: vscode.l10n.t('Custom version'),
        prompt: vscode.l10n.t('Above {0}, such as 0.2.0 or 0.2.0-rc.1', current.text),
        value: current.text,
        read: text => read(text, style, current),
        ...dialog.position(1),
      }),
      then,
    );
}

/** Asks for the version of a first release. */
export async function enterFirstVersion(
  dialog: Dialog,
  name: string,
  then: (version: ReleaseVersion) => Step,
): Promise<Step | 'back' | undefined> {
  return follow(
    await dialog.enter({
      title: vscode.l10n.t('{0}: which version first?', name),
      prompt: vscode.l10n.t('The git tag decides it, and no release tag is on this branch yet'),
      value: FIRST_VERSION.semver,
      read: text => read(text, 'dotted'),
      ...dialog.position(1),
    }),
    then,
  );
}

/** A version without the `v` that tags begin with. */
function withoutPrefix(text: string): string {
  return text.trim().replace(/^v(?=\d)/i, '');
}

/** How Cargo and Python spell what is typed, or why it can't be released. @param current the version to be above */
function read(
  text: string,
  style: PreReleaseStyle,
  current?: WrittenVersion,
): Entered<ReleaseVersion> {
  const parsed = parseReleaseVersion(withoutPrefix(text), style);
  if (!parsed.ok) return { reason: parsed.reason };
  const reason = current === undefined ? undefined : reasonNotGreater(parsed.version, current);
  return reason === undefined
    ? { value: parsed.version, remark: spellings(parsed.version) }
    : { reason };
}
