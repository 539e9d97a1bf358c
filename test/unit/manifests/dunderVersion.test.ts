import * as assert from 'node:assert/strict';
import { findAssignment } from '../../../src/manifests/python/dunderVersion';

const find = (python: string) => {
  const found = findDunderVersion(python);
  if (found !== undefined) assert.equal(python.slice(found.span.start, found.span.end), found.text);
  return found?.text;
};

const findDunderVersion = (python: string) => findAssignment(python, '__version__');

describe('findDunderVersion', () => {
  it('finds a literal', () => {
    assert.equal(find('__version__ = "0.1.0"\n'), '0.1.0');
    assert.equal(find("import x\r\n__version__: str = '0.1.0'  # keep in sync\r\n"), '0.1.0');
    assert.equal(find('__version__="0.1.0";x=1'), '0.1.0');
    assert.equal(find('\uFEFF__version__ = u"0.1.0"'), '0.1.0');
    assert.equal(find('__version__ = version = "0.1.0"\n'), '0.1.0');
    assert.equal(find('version = __version__ = "0.1.0"\n'), '0.1.0');
    assert.equal(find('__version__ = ("0.1.0")\n'), '0.1.0');
    assert.equal(find('__version__ = """0.1.0"""\n'), '0.1.0');
    assert.equal(find('__version__ = ("0.1.0", )\n'), undefined);
    assert.equal(find('"""A module."""\n__version__: Final[str] = "1"\n'), '1');
  });

  it('passes over what is computed, conditional or not code', () => {
    assert.equal(find('__version__ = version("budtiktok")\n'), undefined);
    assert.equal(find('__version__ = "0.1.0" + suffix\n'), undefined);
    assert.equal(find('__version__ = f"{major}.1"\n'), undefined);
    assert.equal(find('try:\n    __version__ = "0.1.0"\nexcept Exception:\n    pass\n'), undefined);
    assert.equal(find('# __version__ = "0.1.0"\n'), undefined);
    assert.equal(find('"""\n__version__ = "0.1.0"\n"""\n'), undefined);
    assert.equal(find("x = '''\n__version__ = \"0.1.0\"\n'''\n"), undefined);
    assert.equal(find('x = """ \\""" \n__version__ = "0.1.0"\n"""\n'), undefined);
  });

  it('is not misled by quotes in comments and strings before it', () => {
    assert.equal(find('# don\'t\nx = "it\'s \\""\ny = \'"""\'\n__version__ = "0.1.0"\n'), '0.1.0');
  });
});
