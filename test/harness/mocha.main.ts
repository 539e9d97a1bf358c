import { runMocha } from './runMocha';

/** Usage: node mocha.main.js RESULTS_FILE TIMEOUT FILE… */
const [resultsFile = '', timeout = '', ...files] = process.argv.slice(2);
void runMocha(files, resultsFile, { timeout: Number(timeout) }).then(({ failed }) =>
  process.exit(failed === 0 ? 0 : 1),
);
