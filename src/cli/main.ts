import { setFlagsFromString } from 'node:v8';
import packageJson from '../../package.json';
import { type Arguments, readArguments } from './arguments';
import { runCheck } from './check';
import checkSchema from './check.schema.json';
import { type Output, toJson, visible } from './output';
import { runPlan } from './plan';
import planSchema from './plan.schema.json';
import { CliError, EXIT, type ExitCode, usage } from './usage';

/**
 * `budtiktok-release`: the engine of the extension for scripts and CI jobs, without an editor. Its own text is English
 * and not translated, because logs are searched.
 */
async function main(argv: readonly string[], output: Output): Promise<ExitCode> {
  try {
    return await run(readArguments(argv), output);
  } catch (error) {
    // Anything else is a mistake of this program, and its stack is what a report needs.
    const text =
      error instanceof CliError
        ? `budtiktok-release: ${error.message}`
        : String(error instanceof Error ? error.stack : error);
    for (const line of text.split('\n')) output.err(line);
    return EXIT.error;
  }
}

async function run(args: Arguments, output: Output): Promise<ExitCode> {
  switch (args.command) {
    case 'help':
      output.print(usage(args.about));
      return EXIT.ok;
    case 'version':
      output.out(packageJson.version);
      return EXIT.ok;
    case 'schema':
      output.print(toJson(args.of === 'check' ? checkSchema : planSchema));
      return EXIT.ok;
    case 'check':
      return await runCheck(args, output);
    case 'plan':
    case 'bump':
      return await runPlan(args, output);
  }
}

// A reader that has seen enough, such as head, closes the pipe; that is no error of this program.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const terminal: Output = {
  out: line => void process.stdout.write(`${visible(line)}\n`),
  err: line => void process.stderr.write(`${visible(line)}\n`),
  print: text => void process.stdout.write(`${text}\n`),
};

// A run is over before optimised code has paid for being made: without the optimising compiler the plan of 200 crates takes
// two thirds of its time, and only locks of megabytes take longer. V8 asks for this flag each time that it would compile.
setFlagsFromString('--no-opt');

// Not process.exit(), which would cut off what a pipe has not taken yet.
void main(process.argv.slice(2), terminal).then(code => {
  process.exitCode = code;
});
