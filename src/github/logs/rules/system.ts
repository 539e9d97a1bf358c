import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

/** Packages, files and permissions of the operating system. */
export const SYSTEM_RULES: readonly Rule[] = [
  {
    id: 'system.packageMissing',
    pattern:
      /E: Unable to locate package (\S{1,80})|E: Package '([^'\n]{1,80})' has no installation candidate|No match for argument: (\S{1,80})\n(?:[^\n]{0,200}\n){0,5}?Error: Unable to find a match|No package (\S{1,80}) available\.\n(?:[^\n]{0,200}\n){0,5}?Error: Nothing to do|ERROR: unable to select packages:\n\s{1,4}(\S{1,80}) \(no such package\)|No available formula with the name "([^"\n]{1,80})"|([\w.-]{1,80}) not installed\. The package was not found with the source/,
    cause: match =>
      l10n.t(
        'The package manager of the system knows no package {0}.',
        match.slice(1).find(text => text !== '') ?? '',
      ),
    advice: () =>
      l10n.t(
        'Refresh the package lists first (apt-get update), and check how this system and version name it.',
      ),
    here: () => l10n.t('Refresh the package lists, and check how this system names it.'),
    action: 'openWorkflow',
    source: 'https://repology.org/',
  },
  {
    id: 'system.staleLists',
    pattern:
      /E: Failed to fetch (\S{1,300})\s{1,4}404 {1,2}Not Found|Hash Sum mismatch|E: Release file for \S{1,200} is (?:expired|not valid yet)/,
    cause: () =>
      l10n.t('The package lists of the image are older than the packages on the mirror.'),
    advice: () => l10n.t('Run "apt-get update" in the same step, right before the installation.'),
    command: (_, platform) => (platform === 'linux' ? 'sudo apt-get update' : undefined),
    action: 'openWorkflow',
    source: 'https://manpages.debian.org/apt-get',
  },
  {
    id: 'system.lock',
    pattern:
      /Could not get lock \/var\/lib\/(?:dpkg|apt)\/\S{1,40}|Unable to acquire the dpkg frontend lock|Another app is currently holding the yum lock/,
    cause: () => l10n.t('Another process uses the package manager of the system.'),
    advice: () => l10n.t('Run the failed jobs again, or let apt wait: -o DPkg::Lock::Timeout=120.'),
    here: () => l10n.t('Wait until the other installation has ended, then run it again.'),
    action: 'rerunFailedJobs',
    source: 'https://manpages.debian.org/apt-get',
  },
  {
    id: 'system.otherPackageManager',
    pattern:
      /\b(apt-get|apt|yum|dnf|apk|microdnf|brew|choco|pacman): (?:command )?not found|(?:line \d{1,5}|sh: \d{1,5}): (sudo): (?:command )?not found/,
    cause: ([, manager = '', sudo = '']) =>
      l10n.t('{0} does not exist on the system of this container or runner.', manager || sudo),
    advice: () =>
      l10n.t(
        'manylinux images use yum or dnf, musllinux apk, Debian and Ubuntu apt-get. Containers run as root, without sudo.',
      ),
    here: () => l10n.t('Use the package manager of this system.'),
    action: 'openWorkflow',
    source: 'https://github.com/pypa/manylinux#readme',
  },
  {
    id: 'system.certificate',
    atEnd: 60,
    pattern:
      /CERTIFICATE_VERIFY_FAILED|SSL certificate problem: ([^\n]{1,80})|invalid peer certificate: (\w{1,40})|curl: \(60\)|server certificate verification failed|unable to get local issuer certificate|self[- ]signed certificate in certificate chain|certificate has expired/,
    cause: ([, reason = '', peer = '']) =>
      reason || peer
        ? l10n.t('The certificate of a server was not accepted: {0}.', reason || peer)
        : l10n.t('The certificate of a server was not accepted.'),
    advice: () =>
      l10n.t(
        'Install or update ca-certificates in the image, and check the clock and the proxy. A re-run does not help.',
      ),
    here: () => l10n.t('Update the certificates of the system, and check the clock and the proxy.'),
    action: 'openWorkflow',
    source: 'https://curl.se/docs/sslcerts.html',
  },
  {
    id: 'system.notExecutable',
    pattern:
      /(?:line \d{1,5}|sh: \d{1,5}|bash|sh|zsh): (\.{0,2}\/?[\w./-]{1,120}): Permission denied/,
    cause: ([, file = '']) => l10n.t('{0} is not executable.', file),
    advice: ([, file = '']) =>
      l10n.t('Run "git update-index --chmod=+x {0}" and commit, or start it with its shell.', file),
    command: ([, file = ''], platform) => (platform === 'win32' ? undefined : `chmod +x ${file}`),
    isAboutFiles: true,
    source: 'https://git-scm.com/docs/git-update-index',
  },
  {
    id: 'macos.notary',
    pattern:
      /A required agreement is missing or has expired|"message": "(The (?:binary is not signed|signature)[^"\n]{1,120})"|(errSecInternalComponent)|(?:no identity found|No suitable code signing identity)|: (code object is not signed at all)/,
    cause: ([found, message = '', keychain = '', unsigned = '']) =>
      found.startsWith('A required')
        ? l10n.t(
            'Apple refuses to notarize: an agreement of the account is missing or has expired.',
          )
        : message || unsigned
          ? l10n.t('Apple does not accept the signature: {0}', message || unsigned)
          : keychain === ''
            ? l10n.t('codesign found no certificate to sign with.')
            : l10n.t('codesign may not use the key in the keychain ({0}).', keychain),
    advice: ([found, message = '', keychain = '', unsigned = '']) =>
      found.startsWith('A required')
        ? l10n.t('Accept the agreements at developer.apple.com and in App Store Connect.')
        : message || unsigned
          ? l10n.t('Sign every library inside the bundle with --timestamp and --options runtime.')
          : keychain === ''
            ? l10n.t('Import the certificate into the keychain of the job, and name it.')
            : l10n.t('Unlock the keychain, and run "security set-key-partition-list".'),
    isAboutFiles: true,
    source:
      'https://developer.apple.com/documentation/security/notarizing-macos-software-before-distribution',
  },
  {
    id: 'system.lineEndings',
    pattern:
      /\$'\\r': command not found|env: ['‘]?\w{1,20}\\r['’]?: No such file|bad interpreter: [^\n]{0,60}\^M/,
    cause: () => l10n.t('A script has Windows line endings, which the shell does not accept.'),
    advice: () => l10n.t('Add "*.sh text eol=lf" to .gitattributes, and commit the file again.'),
    isAboutFiles: true,
    source: 'https://git-scm.com/docs/gitattributes',
  },
  {
    id: 'system.fileInUse',
    pattern:
      /(?:Access is denied\. \(os error 5\)|The process cannot access the file because it is being used by another process|\[WinError (?:5|32)\])/,
    cause: () => l10n.t('Windows refused to write or delete a file that another process uses.'),
    advice: () =>
      l10n.t(
        'End what uses the file, such as a running Python or a cached tool, and run it again.',
      ),
    here: () =>
      l10n.t('Close what uses the file, such as a running Python, then run the command again.'),
    action: 'rerunFailedJobs',
    source: 'https://learn.microsoft.com/en-us/windows/win32/debug/system-error-codes',
  },
];
