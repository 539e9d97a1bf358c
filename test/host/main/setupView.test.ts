import * as assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { SetupItem, SetupState } from '../../../src/setup/setupItem';
import { SetupGroupNode } from '../../../src/ui/views/setupView';

describe('A group of the setup', () => {
  const row = (...states: readonly SetupState[]) => {
    const items = states.map((state): SetupItem => ({
      id: state,
      group: 'publishing',
      title: 'PyPI',
      state,
      detail: '',
    }));
    const { description, iconPath, tooltip } = new SetupGroupNode(
      'group',
      'Publishing',
      items,
      [],
    ).item();
    return [(iconPath as vscode.ThemeIcon).id, description, tooltip];
  };

  it('says what is the matter with it', () => {
    assert.deepEqual(row('ok', 'info'), ['pass', 'in order', 'Publishing: in order']);
    assert.deepEqual(row('problem', 'warning', 'ok', 'unknown'), [
      'error',
      '1 problem · 1 warning · 1 not known',
      'Publishing: 1 problem · 1 warning · 1 not known',
    ]);
  });

  it('does not call mere notes in order', () => {
    assert.deepEqual(row('info', 'info'), ['info', '', 'Publishing']);
  });
});
