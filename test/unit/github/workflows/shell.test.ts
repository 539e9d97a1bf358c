import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { commandsOf, wordsOf } from '../../../../src/github/workflows/shell';
import { option, options, isTool } from '../../../../src/github/workflows/commandWords';
const commands = (script: string) =>
  commandsOf(script).map(({ words, env }) =>
    [...Object.entries(env).map(([name, value]) => `${name}=${value}`), ...words].join('|'),
  );

describe('commandsOf', () => {
  it('parts a script into commands and words', () => {
    assert.deepEqual(commands('cd dist && twine upload "a b" \'c d\' # done\necho x; ls | wc -l'), [
      'cd|dist',
      'twine|upload|a b|c d',
      'echo|x',
      'ls',
      'wc|-l',
    ]);
    assert.deepEqual(commands('maturin build \\\n  --release \\\r\n  --sdist'), [
      'maturin|build|--release|--sdist',
    ]);
    assert.deepEqual(commands('A=1 B="x y" maturin upload'), ['A=1|B=x y|maturin|upload']);
    assert.deepEqual(commands('if [ -n "$X" ]; then maturin upload; fi'), [
      '[|-n|$X|]',
      'maturin|upload',
      'fi',
    ]);
    assert.deepEqual(
      commands('X=$(python -c "print(1)") \\\nmaturin build').at(-1),
      'X=$(…)|maturin|build',
    );
    assert.deepEqual(commands("twine upload ${{ inputs.dry && '--x' || '' }} dist/*"), [
      "twine|upload|${{ inputs.dry && '--x' || '' }}|dist/*",
    ]);
  });

  it('leaves out here-documents and comments', () => {
    assert.deepEqual(commands("cat > x <<'EOF'\ntwine upload dist/*\nEOF\n# maturin upload\nls"), [
      'cat',
      'ls',
    ]);
  });

  it('finds a tool behind what runs it', () => {
    const is = (script: string, tool: string, ...subcommands: string[]) =>
      commandsOf(script).some(command => isTool(command, tool, ...subcommands));
    for (const script of [
      'twine upload x',
      'python3 -m twine upload x',
      'python -I -m twine upload',
      'uvx twine upload',
      'uvx twine@6 upload',
      'pipx run twine upload',
      'uv run --with twine twine upload',
      'uv tool run twine upload',
      'poetry run twine upload',
      './venv/bin/twine upload',
      'sudo twine upload',
    ]) {
      assert.ok(is(script, 'twine', 'upload'), script);
    }
    for (const script of [
      'echo twine upload',
      'pip install twine',
      'twine check x',
      'uv run pytest',
      '',
    ])
      assert.ok(!is(script, 'twine', 'upload'), script);
    assert.ok(is('poetry publish', 'poetry', 'publish'));
    assert.ok(is('uv publish', 'uv', 'publish'));
  });

  it('reads options', () => {
    const words = wordsOf('build --target=x -i 3.9 3.10 -i 3.11 --out dist');
    assert.equal(option(words, '--target'), 'x');
    assert.deepEqual(options(words, '-i', '--interpreter'), ['3.9', '3.10', '3.11']);
    assert.equal(option(words, '--nothing'), undefined);
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(
            'a',
            ' ',
            '\n',
            '"',
            "'",
            '\\',
            '#',
            '$',
            '{',
            '}',
            '(',
            ')',
            ';',
            '&',
            '<',
            '=',
            '-',
          ),
        }),
        text => {
          for (const { words } of commandsOf(text)) assert.ok(words.length > 0);
        },
      ),
    );
  });
});
