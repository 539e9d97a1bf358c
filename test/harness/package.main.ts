import { packageExtension } from './package';

/** `npm run package`: writes out/budtiktok-release.vsix. */
void packageExtension().then(file => console.log(file));
