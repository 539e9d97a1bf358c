import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

const MANUAL = 'https://docs.docker.com/reference/cli/docker/image/pull/';

/** Containers of builds: images, and programs for another processor. */
export const DOCKER_RULES: readonly Rule[] = [
  {
    id: 'docker.platform',
    pattern:
      /no matching manifest for ([\w/.]{1,40}) in the manifest list|no match for platform in manifest|image with reference [^\n]{1,200} was found but (?:its platform|does not match the specified platform)/,
    cause: ([, platform = '']) =>
      platform === ''
        ? l10n.t('The container image does not exist for this processor.')
        : l10n.t('The container image does not exist for {0}.', platform),
    advice: () => l10n.t('Choose an image that is built for this processor, or another runner.'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: MANUAL,
  },
  {
    id: 'upload.actionImage',
    pattern:
      /Unable to find image 'ghcr\.io\/pypa\/gh-action-pypi-publish:([^'\n]{1,80})' locally\n[^\n]{0,120}(?:manifest unknown|not found|denied)/,
    cause: ([, version = '']) =>
      l10n.t('No container image of gh-action-pypi-publish exists for {0}.', version),
    advice: () =>
      l10n.t(
        'Use release/v1 or the commit of a current release. Images of other commits do not exist.',
      ),
    action: 'openWorkflow',
    source: 'https://github.com/pypa/gh-action-pypi-publish#readme',
  },
  {
    id: 'docker.token',
    pattern:
      /failed to fetch (?:oauth|anonymous) token: unexpected status[^\n]{0,40} https:\/\/([^/\s]{1,60})\/[^\n]{0,200}: (\d{3}) /,
    cause: ([, server = '', status = '']) =>
      l10n.t('The registry {0} gave no token for the pull ({1}).', server, status),
    advice: () =>
      l10n.t('Run the failed jobs again. If a login comes before it, check its credentials.'),
    here: () =>
      l10n.t('Try again. If you are logged in, check the credentials with "docker login".'),
    action: 'rerunFailedJobs',
    source: 'https://docs.docker.com/docker-hub/',
  },
  {
    id: 'docker.imageMissing',
    pattern:
      /Unable to find image '([^'\n]{1,200})' locally\n[^\n]{0,120}manifest unknown|manifest (?:for (\S{1,200}) not found|unknown)|pull access denied for (\S{1,200}?),|repository does not exist or may require|Error response from daemon: (?:unauthorized: access to the requested resource is not authorized|repository (\S{1,200}) not found)|failed to resolve reference "([^"\n]{1,200})": [^\n]{0,200}not found/,
    cause: match => {
      const image = match.slice(1).find(text => text !== '') ?? '';
      return image === ''
        ? l10n.t('The container image does not exist, or is private.')
        : l10n.t('The container image {0} does not exist, or is private.', image);
    },
    advice: () => l10n.t('Correct the name and tag of the image, or log in before the pull.'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: MANUAL,
  },
  {
    id: 'docker.denied',
    pattern:
      /denied: (?:requested access to the resource is denied|permission_denied: [^\n]{0,80}|installation not allowed to [^\n]{0,60})|unauthorized: (?:authentication required|incorrect username or password)/,
    cause: () => l10n.t('The container registry refused access.'),
    advice: () =>
      l10n.t('Log in with docker/login-action; for ghcr.io give the job "packages: write".'),
    here: () => l10n.t('Log in to the registry.'),
    command: () => 'docker login',
    action: 'openWorkflow',
    source: 'https://github.com/docker/login-action#readme',
  },
  {
    id: 'docker.daemon',
    pattern:
      /Cannot connect to the Docker daemon|Is the docker daemon running\?|failed to connect to the docker API/,
    cause: () => l10n.t('Docker does not run where the step needs it.'),
    advice: () =>
      l10n.t(
        'Use a Linux runner with Docker. The macOS and Windows runners do not run containers.',
      ),
    here: () => l10n.t('Start Docker, then run the command again.'),
    action: 'openWorkflow',
    source: 'https://docs.github.com/en/actions/reference/runners/github-hosted-runners',
  },
  {
    id: 'docker.otherProcessor',
    pattern: /exec format error|Exec format error|cannot execute binary file/,
    cause: () =>
      l10n.t(
        'A program was started that is not for this system: it is built for another processor, or is no program.',
      ),
    advice: () =>
      l10n.t(
        'Set up QEMU (docker/setup-qemu-action) before the container, or use a runner of that processor.',
      ),
    here: () => l10n.t("Use a program or an image that is built for this computer's processor."),
    action: 'openWorkflow',
    source: 'https://github.com/docker/setup-qemu-action#readme',
  },
];
