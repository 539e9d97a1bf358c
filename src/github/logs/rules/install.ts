import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

/** Importing what was built. */
export const INSTALL_RULES: readonly Rule[] = [
  {
    id: 'python.symbolMissing',
    pattern:
      /ImportError: [^\n]{0,300}(?:Symbol not found: _?|symbol not found in flat namespace \(?'?_?|undefined symbol: )(Py\w{1,80}|_Py\w{1,80}|PyPy\w{1,80})/,
    cause: ([, symbol = '']) =>
      l10n.t(
        'This Python does not have {0}: the extension module was built for another interpreter.',
        symbol,
      ),
    advice: () =>
      l10n.t(
        'Build with the interpreter that imports it: name it with -i, and remove PYO3_PYTHON and old files in target/.',
      ),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://pyo3.rs/latest/building-and-distribution.html',
  },
  {
    id: 'python.nativeSymbol',
    pattern:
      /ImportError: [^\n]{0,300}(?:undefined symbol: |symbol not found in flat namespace \(?'?|Symbol not found: )(?!_{0,2}Py)(\w{1,200})|Error relocating [^\n:]{1,200}: (\w{1,200}): symbol not found/,
    cause: ([, symbol = '', musl = '']) =>
      l10n.t('The extension module needs {0}, which no loaded library has.', symbol || musl),
    advice: () =>
      l10n.t(
        'Link the library that has it, or copy it into the wheel. For C++ build with the compiler of the container.',
      ),
    isAboutFiles: true,
    source: 'https://doc.rust-lang.org/cargo/reference/build-scripts.html#rustc-link-lib',
  },
  {
    id: 'python.tlsModel',
    pattern:
      /Error relocating ([^\n:]{1,200}): [^\n]{0,80}initial-exec TLS resolves to dynamic definition/,
    cause: () =>
      l10n.t(
        'The extension module uses thread-local storage in a way that musl cannot load (initial-exec).',
      ),
    advice: () =>
      l10n.t(
        'Compile its C code with -ftls-model=global-dynamic, or update the library that it contains.',
      ),
    isAboutFiles: true,
    source: 'https://wiki.musl-libc.org/functional-differences-from-glibc.html',
  },
  {
    id: 'python.nativeImport',
    pattern:
      /ImportError: (?:([\w.+-]{1,100}\.(?:so|dylib)[\w.]{0,20}): cannot open shared object file|DLL load failed while importing (\w{1,80}): The specified (?:module|procedure) could not be found|dlopen\([^)\n]{1,300}\): Library not loaded: ([^\n]{1,200})|Error loading shared library ([\w.+-]{1,100}): No such file or directory)/,
    cause: ([, library = '', module = '', loaded = '', musl = '']) =>
      module === ''
        ? l10n.t(
            'The wheel needs the library {0}, which the loader did not find.',
            library || loaded || musl,
          )
        : l10n.t('A library that {0} needs is not installed.', module),
    advice: () =>
      l10n.t(
        'Copy the library into the wheel (auditwheel, delocate, delvewheel), or link it statically. If the wheel has it, update the tool that repaired it.',
      ),
    isAboutFiles: true,
    action: 'openPyproject',
    source: 'https://www.maturin.rs/distribution.html#auditwheel',
  },
  {
    id: 'python.importName',
    pattern:
      /ImportError: cannot import name '(\w{1,80})'(?: from (?:partially initialized module )?'([\w.]{1,100})')?/,
    cause: ([, name = '', module = '']) =>
      module === ''
        ? l10n.t('The imported module has no {0}.', name)
        : l10n.t('The module {1} has no {0}.', name, module),
    advice: () =>
      l10n.t(
        'If the module is your own, export the name in "#[pymodule]" and __init__.py, and rebuild. Else pin the version that has it.',
      ),
    isAboutFiles: true,
    source: 'https://www.maturin.rs/project_layout.html',
  },
];
