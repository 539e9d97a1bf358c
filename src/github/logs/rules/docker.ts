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
    id: 'docker.imageMissing',
    pattern:
      /manifest (?:for (\S{1,200}) not found|unknown)|pull access denied for (\S{1,200}?),|repository does not exist or may require|Error response from daemon: (?:unauthorized: access to the requested resource is not authorized|repository (\S{1,200}) not found)|failed to resolve reference "([^"\n]{1,200})": [^\n]{0,200}not found/,
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
    cause: () => l10n.t('A program was started that is built for another processor.'),
    advice: () =>
      l10n.t(
        'Set up QEMU (docker/setup-qemu-action) before the container, or use a runner of that processor.',
      ),
    here: () => l10n.t("Use a program or an image that is built for this computer's processor."),
    action: 'openWorkflow',
    source: 'https://github.com/docker/setup-qemu-action#readme',
  },
];
