import { placeText, type Place } from './output';

/**
 * A workflow command that GitHub Actions shows on the line of a file ("Workflow commands for GitHub Actions").
 * @param prefix what the place's path is below the repository's top folder, with a "/" at its end unless it is empty
 */
export function annotation(
  level: 'error' | 'warning' | 'notice',
  place: Place,
  title: string,
  message: string,
  prefix = '',
): string {
  const properties = { file: prefix + place.file, line: place.line, col: place.column, title };
  const text = Object.entries(properties)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
    .join(',');
  // The log shows the message alone, without the file that the annotation is attached to.
  return `::${level} ${text}::${escapeData(`${placeText({ ...place, file: properties.file })}: ${message}`)}`;
}

// actions/toolkit, packages/core/src/command.ts
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
