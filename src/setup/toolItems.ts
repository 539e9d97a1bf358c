import * as l10n from '@vscode/l10n';
import { missingTools, type Need } from '../maturin/missing';
import type { Tools } from '../maturin/tools';
import type { SetupFacts } from './setupFacts';
import type { SetupItem } from './setupItem';

/** What building on this computer needs. A release is built elsewhere and can do without. */
export function toolItems({ computer }: SetupFacts): readonly SetupItem[] {
  if (computer === undefined) return [];
  const { tools, needs, platform } = computer;
  return needs.map((need): SetupItem => {
    const item = {
      id: `tool#${need}`,
      group: 'computer',
      title: need === 'venv' ? '.venv' : need,
    } as const;
    const [missing] = missingTools([need], tools, platform);
    if (missing === undefined) return { ...item, state: 'ok', detail: pathOf(need, tools) };
    return {
      ...item,
      state: 'info',
      detail: l10n.t('not found'),
      advice: [missing.message, l10n.t('Only building and trying on this computer needs it.')].join(
        ' ',
      ),
      actions: [
        { kind: 'install', need },
        { kind: 'open', page: missing.page },
      ],
    };
  });
}

function pathOf(need: Need, tools: Tools): string {
  return (need === 'venv' ? tools.venv?.dir : tools[need]) ?? '';
}
