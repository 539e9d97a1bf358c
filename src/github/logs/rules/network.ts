import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

/** Connections. They come last: tools that tried again and got through have printed the same words. */
export const NETWORK_RULES: readonly Rule[] = [
  {
    id: 'runner.network',
    pattern:
      /Could not resolve host|Temporary failure in name resolution|NameResolutionError|Connection timed out|Connection reset by peer|spurious network error|failed to download from `https?:|getaddrinfo (?:ENOTFOUND|EAI_AGAIN)|(?:connect|read) (?:ETIMEDOUT|ECONNRESET|ECONNREFUSED)|ReadTimeoutError|error: RPC failed|(?:received|status|code:?|with) (?:code )?50[234]\b|\(code=50[234]\b|50[234] (?:Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out)/,
    cause: () => l10n.t('The runner could not reach a server that it needs.'),
    advice: () =>
      l10n.t(
        'Run the failed jobs again; if it fails again, look at the status page of that server.',
      ),
    action: 'rerunFailedJobs',
    source: 'https://www.githubstatus.com/',
  },
];
