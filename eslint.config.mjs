// @ts-check
import eslint from '@eslint/js';
import regexp from 'eslint-plugin-regexp';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Rooms that plain Node must be able to load: they never see the editor. */
const PURE = [
  'base',
  'versions',
  'manifests',
  'release',
  'github',
  'packageIndex',
  'cratesIndex',
  'maturin',
  'setup',
  'cli',
];

/** What each room may import from its neighbours; everything else is refused, so that imports point one way. */
/** @type {Record<string, string[]>} */
const MAY_IMPORT = {
  base: [],
  versions: [],
  manifests: ['versions'],
  release: ['versions', 'manifests'],
  github: ['versions', 'release'],
  packageIndex: ['versions', 'release'],
  cratesIndex: ['versions', 'manifests', 'release', 'packageIndex'],
  git: ['versions', 'release'],
  maturin: ['versions', 'manifests', 'packageIndex', 'cratesIndex'],
  setup: ['versions', 'manifests', 'release', 'github', 'packageIndex', 'cratesIndex', 'maturin'],
  cli: ['versions', 'manifests', 'release', 'cratesIndex'],
};

/**
 * Calls that show text. Text from outside becomes a link, an icon or a control character there. One file wraps each
 * of these calls, and every other file uses the wrapper.
 */
const SINKS = [
  {
    selector:
      'MemberExpression[property.name=/^show(Information|Warning|Error)Message$|^showInputBox$/]',
    message: 'Use notifyInfo, notifyWarning, notifyError or promptText of src/ui/notify.ts.',
    only: 'src/ui/notify.ts',
  },
  {
    selector:
      "MemberExpression[object.property.name='ProgressLocation'][property.name='Notification']",
    message: 'Use notifyProgress of src/ui/notify.ts.',
    only: 'src/ui/notify.ts',
  },
  {
    selector: 'MemberExpression[property.name=/^((show|create)QuickPick|createInputBox)$/]',
    message: 'Use src/ui/pick/dialog.ts.',
    only: 'src/ui/pick/heldInput.ts',
  },
  {
    selector: "MemberExpression[property.name='createTreeView']",
    message: 'Use NodeTree of src/ui/views/nodeTree.ts.',
    only: 'src/ui/views/nodeTree.ts',
  },
  {
    selector: 'MemberExpression[property.name=/^(createStatusBarItem|MarkdownString)$/]',
    message: 'Only src/ui/views/statusBar.ts shows a status bar item and Markdown.',
    only: 'src/ui/views/statusBar.ts',
  },
  {
    selector: "MemberExpression[property.name='openExternal']",
    message: 'Use openPage of src/ui/openPage.ts, which opens web pages alone.',
    only: 'src/ui/openPage.ts',
  },
  {
    selector: "NewExpression[callee.property.name='Task']",
    message: 'Use namedTask of src/ui/services/namedTask.ts.',
    only: 'src/ui/services/namedTask.ts',
  },
  {
    selector:
      'NewExpression[callee.property.name=/^Diagnostic(RelatedInformation)?$|^CodeAction$/]',
    message: 'Only src/ui/views/diagnostics.ts shows problems and their fixes.',
    only: 'src/ui/views/diagnostics.ts',
  },
  {
    selector:
      'CallExpression[callee.property.name=/^(setStatusBarMessage|createOutputChannel|createTerminal)$/] > *.arguments:first-child:not(CallExpression[callee.name=/Text$/], Literal, ObjectExpression)',
    message: 'Pass labelText(…) of src/ui/sinks.ts.',
    only: 'src/ui/sinks.ts',
  },
  {
    selector:
      'MemberExpression[property.name=/^(createWebviewPanel|registerWebviewViewProvider|registerCustomEditorProvider|createCommentController|supportHtml|supportThemeIcons)$/]',
    message: 'No text is shown as HTML or in a view of its own.',
    only: 'src/ui/sinks.ts',
  },
  {
    selector: 'MemberExpression[property.name=/^(sendText|createTerminal)$/]',
    message: 'Use typeInTerminal of src/ui/services/installTools.ts.',
    only: 'src/ui/services/installTools.ts',
  },
  {
    selector: 'Literal[value=/\\$\\([a-z]/], TemplateElement[value.raw=/\\$\\(/]',
    message: 'Use textWithIcon of src/ui/sinks.ts, or the icon of a Choice.',
    only: 'src/ui/sinks.ts',
  },
];

/** The only file that starts programs. */
const PROCESSES = 'src/base/processes.ts';

const ROOMS = [...Object.keys(MAY_IMPORT), 'ui'];

export default defineConfig(
  { ignores: ['dist/', 'out/', 'node_modules/', '.vscode-test/'] },
  eslint.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      'no-console': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      // Numbers read well in messages; everything else stays strict.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  ...Object.entries(MAY_IMPORT)
    .map(([room, allowed]) =>
      defineConfig({
        files: [`src/${room}/**/*.ts`],
        rules: {
          'no-restricted-imports': [
            'error',
            {
              paths: PURE.includes(room)
                ? [
                    {
                      name: 'vscode',
                      message: `src/${room} runs in plain Node: take what it needs as an interface.`,
                    },
                  ]
                : [],
              patterns: [
                {
                  group: [
                    ...ROOMS.filter(
                      other => other !== room && other !== 'base' && !allowed.includes(other),
                    ).map(other => `**/${other}/**`),
                    ...(PURE.includes(room) ? ['**/extension'] : []),
                  ],
                  message: `src/${room} may import ${allowed.length > 0 ? allowed.join(', ') : 'no other room'} only (see ARCHITECTURE.md).`,
                },
              ],
            },
          ],
        },
      }),
    )
    .flat(),
  {
    files: ['src/**/*.ts'],
    ignores: [PROCESSES],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        ...['child_process', 'node:child_process'].map(name => ({
          name,
          message: `Add a row to PROGRAM_CALLS and use runProgram of ${PROCESSES}.`,
        })),
      ],
    },
  },
  {
    files: ['src/extension.ts', 'src/git/**/*.ts', 'src/ui/**/*.ts'],
    rules: { 'no-restricted-syntax': restrictions() },
  },
  ...[...new Set(SINKS.map(({ only }) => only))].map(file => ({
    files: [file],
    rules: {
      'no-restricted-syntax': restrictions(file),
    },
  })),
  {
    // Text of repositories, logs and servers is matched: no pattern may take more than linear time.
    files: ['src/**/*.ts'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': 'error',
      'regexp/no-super-linear-move': 'error',
    },
  },
  {
    files: ['test/**', '*.mjs'],
    rules: {
      // Tests and scripts talk to a terminal, and chai-like assertion helpers return void.
      'no-console': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    // Plain Node scripts that run before anything is installed.
    files: ['**/*.mjs'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
      },
    },
  },
);

/**
 * @param {string} [file] the file that may make the calls it wraps
 * @returns {['error', ...{ selector: string, message: string }[]]}
 */
function restrictions(file) {
  return [
    'error',
    ...SINKS.filter(({ only }) => only !== file).map(({ selector, message }) => ({
      selector,
      message,
    })),
  ];
}
