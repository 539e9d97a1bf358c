import * as assert from 'node:assert/strict';
import { passingTag, tagFormatsOf } from '../../../../src/github/workflows/tagFormats';
import { read } from './support';

const publishing = (on: string, condition = '') =>
  read(
    `on: ${on}\njobs:\n  p:\n    runs-on: ubuntu-latest\n${condition}    steps: [{ run: twine upload dist/* }]\n`,
  );

describe('tagFormatsOf', () => {
  const formats = (on: string, condition?: string) =>
    tagFormatsOf([publishing(on, condition)], 'my-demo');

  it('names none where the default starts an upload', () => {
    assert.deepEqual(formats('{ push: { tags: ["v*", "py-*"] } }'), []);
    assert.deepEqual(formats('push'), []);
    assert.deepEqual(formats('{ release: { types: [published] } }'), []);
  });

  it('names those that the filters let through, the name of the package first', () => {
    assert.deepEqual(formats('{ push: { tags: ["[0-9]+.[0-9]+.[0-9]+"] } }'), ['${version}']);
    assert.deepEqual(formats('{ push: { tags: ["py-v*"] } }'), ['py-v${version}']);
    assert.deepEqual(formats('{ push: { tags: ["python/v*"] } }'), ['python/v${version}']);
    assert.equal(formats('{ push: { tags: ["my-demo*", "py*"] } }')[0], 'my-demo-v${version}');
  });

  it('keeps to the conditions of jobs and steps', () => {
    const only = "    if: startsWith(github.ref, 'refs/tags/sdk/v')\n";
    assert.deepEqual(formats('{ push: { tags: ["**"] } }', only), ['sdk/v${version}']);
  });

  it('names none where no tag is known to start an upload', () => {
    assert.deepEqual(formats('{ push: { branches: [main] } }'), []);
    assert.deepEqual(formats('workflow_dispatch'), []);
    assert.deepEqual(tagFormatsOf([], 'my-demo'), []);
  });
});

describe('passingTag', () => {
  it('is the tag of the same version that the filters let in', () => {
    assert.equal(passingTag(['py-v*'], 'v0.2.0'), 'py-v0.2.0');
    assert.equal(passingTag(['[0-9]+.[0-9]+.[0-9]+'], 'v0.2.0'), '0.2.0');
    assert.equal(passingTag(['v[0-9]+.[0-9]+.[0-9]+'], 'v0.2.0-rc.1'), undefined);
    assert.equal(passingTag(['v*', '!v*-*'], 'v0.2.0-rc.1'), undefined);
    assert.equal(passingTag([], 'v0.2.0'), undefined);
  });
});
