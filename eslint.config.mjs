// @ts-check
import eslint from '@eslint/js';
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
  git: ['versions', 'release'],
  maturin: ['versions', 'manifests', 'packageIndex'],
  setup: ['versions', 'manifests', 'release', 'github', 'packageIndex', 'maturin'],
  cli: ['versions', 'manifests', 'release'],
};

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
                  message: `src/${room} may import ${allowed.length > 0 ? allowed.join(', ') : 'no other room'} only (see the rooms in README.md).`,
                },
              ],
            },
          ],
        },
      }),
    )
    .flat(),
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
