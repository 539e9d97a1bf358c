import * as assert from 'node:assert/strict';
import { parseWorkflow } from '../../../../src/github/workflows/parseWorkflow';
import type { Workflow } from '../../../../src/github/workflows/workflow';

/** The workflow of a file that must be in order. */
export function read(text: string, name = 'release.yml'): Workflow {
  const { workflow, problems } = parseWorkflow(`.github/workflows/${name}`, text);
  assert.deepEqual(problems, []);
  assert.ok(workflow);
  return workflow;
}

/** The problems of a file, as `line:column message`, counted from one. */
export function problemsOf(text: string): string[] {
  return parseWorkflow('w.yml', text).problems.map(
    ({ start, message }) => `${start.line + 1}:${start.column + 1} ${message}`,
  );
}

/** The workflow of the first user: it builds on every platform and publishes for a Release, or by hand. */
export const PYTHON_RELEASE = `name: Build and Publish Python Package

on:
  release:
    types: [published]
  workflow_dispatch:
    inputs:
      publish:
        description: Publish to PyPI (yes/no)
        required: true
        default: 'no'
        type: choice
        options: ['yes', 'no']

jobs:
  linux:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        target: [x86_64, aarch64]
    steps:
      - uses: actions/checkout@v4
      - name: Build wheels
        uses: PyO3/maturin-action@v1
        with:
          working-directory: crates/budtiktok-python
          target: \${{ matrix.target }}
          args: --release --out dist -i python3.8 -i python3.12
          manylinux: 2_28
  macos:
    runs-on: macos-latest
    strategy:
      matrix:
        target: [x86_64, aarch64]
    steps:
      - uses: PyO3/maturin-action@v1
        with:
          target: \${{ matrix.target }}
          args: --release --out dist --find-interpreter
  windows:
    runs-on: windows-latest
    strategy:
      matrix:
        target: [x64]
    steps:
      - uses: PyO3/maturin-action@v1
        with:
          target: \${{ matrix.target }}
          args: --release --out dist
  sdist:
    runs-on: ubuntu-latest
    steps:
      - uses: PyO3/maturin-action@v1
        with:
          command: sdist
          args: --out dist
  publish:
    name: Publish to PyPI
    runs-on: ubuntu-latest
    needs: [linux, macos, windows, sdist]
    if: github.event_name == 'release' || (github.event_name == 'workflow_dispatch' && github.event.inputs.publish == 'yes')
    environment:
      name: pypi
    steps:
      - uses: PyO3/maturin-action@v1
        env:
          MATURIN_PYPI_TOKEN: \${{ secrets.PYPI_API_TOKEN }}
        with:
          command: upload
          args: --non-interactive --skip-existing dist/*
  publish-testpypi:
    runs-on: ubuntu-latest
    needs: [linux, macos, windows, sdist]
    if: github.event_name == 'workflow_dispatch' && github.event.inputs.publish == 'no'
    steps:
      - uses: pypa/gh-action-pypi-publish@release/v1
        with:
          password: \${{ secrets.TEST_PYPI_API_TOKEN }}
          repository-url: https://test.pypi.org/legacy/
`;

/** The other one: it starts on a tag and makes the Release with GITHUB_TOKEN. */
export const TAG_RELEASE = `name: Release
on:
  push:
    tags:
      - 'v[0-9]+.[0-9]+.[0-9]+'
      - 'v[0-9]+.[0-9]+.[0-9]+-*'
jobs:
  create-release:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: softprops/action-gh-release@v2
        env:
          GITHUB_TOKEN: \${{ secrets.GITHUB_TOKEN }}
        with:
          generate_release_notes: true
`;
