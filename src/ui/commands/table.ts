import type { COMMANDS } from '../../ids';
import type { Services } from '../services';
import { abandonRelease } from './abandonRelease';
import { bumpAndRelease } from './bumpAndRelease';
import { bumpVersion } from './bumpVersion';
import { checkRemote } from './checkRemote';
import { leaveChangelog, useChangelogEntry } from './changelog/decideEntry';
import { answerChecklistItem } from './checklist/answerChecklistItem';
import { clearChecklistItem } from './checklist/clearChecklistItem';
import { refreshChecklist } from './checklist/refreshChecklist';
import { runChecklist } from './checklist/runChecklist';
import { runChecklistItem } from './checklist/runChecklistItem';
import { fixVersionMismatch } from './fixVersionMismatch';
import { approveDeployment } from './github/approveDeployment';
import { cancelRun } from './github/cancelRun';
import { explainFailure } from './github/explainFailure';
import { downloadArtifact } from './github/downloadArtifact';
import { copyLink, openOnGitHub } from './github/openOnGitHub';
import { publishGitHubRelease } from './github/publishGitHubRelease';
import { publishNotes } from './github/publishNotes';
import { refreshRuns } from './github/refreshRuns';
import { rerunFailedJobs } from './github/rerunFailedJobs';
import { rerunJob } from './github/rerunJob';
import { runReleaseWorkflow } from './github/runReleaseWorkflow';
import { showReleaseReport } from './github/showReleaseReport';
import { forgetGitHubToken, signIn, useGitHubToken } from './github/signIn';
import { testPublish } from './github/testPublish';
import { viewJobLog } from './github/viewJobLog';
import { buildWheel } from './local/buildWheel';
import { develop } from './local/develop';
import { forgetIndexToken, publishLocally } from './local/publishLocally';
import { smokeTest } from './local/smokeTest';
import { testWheel } from './local/testWheel';
import { previewRelease } from './previewRelease';
import { createReleaseWorkflow } from './setup/createReleaseWorkflow';
import { createWorkflowFile } from './setup/createWorkflowFile';
import { installTool } from './setup/installTool';
import { copySetupValue, openSetupPage } from './setup/openSetupPage';
import { openWalkthrough } from './setup/openWalkthrough';
import { setSecret } from './setup/setSecret';
import { setUpRelease } from './setup/setUpRelease';
import { resumeRelease } from './resumeRelease';
import { undoRelease } from './undoRelease';
import { verifyVersions } from './verifyVersions';
import { verifyOnIndex } from './verifyOnIndex';

export interface Command {
  /** Writes files or runs git, which needs a trusted workspace. Checked here and not only in `enablement`. */
  readonly needsTrust: boolean;
  readonly run: (services: Services, target: unknown) => Promise<void>;
}

/** One entry for each command of the manifest; a missing one is a compile error. */
export const TABLE: Readonly<Record<keyof typeof COMMANDS, Command>> = {
  bumpAndRelease: { needsTrust: true, run: bumpAndRelease },
  bumpVersion: { needsTrust: true, run: bumpVersion },
  previewRelease: { needsTrust: true, run: previewRelease },
  resumeRelease: { needsTrust: true, run: resumeRelease },
  undoRelease: { needsTrust: true, run: undoRelease },
  abandonRelease: { needsTrust: true, run: abandonRelease },
  fixVersionMismatch: { needsTrust: true, run: fixVersionMismatch },
  verifyVersions: { needsTrust: true, run: verifyVersions },
  checkRemote: { needsTrust: true, run: checkRemote },
  publishGitHubRelease: { needsTrust: true, run: publishGitHubRelease },
  publishNotes: { needsTrust: true, run: publishNotes },
  saveNotesAsDraft: {
    needsTrust: true,
    run: (services, target) => publishNotes(services, target, true),
  },
  useChangelogEntry: { needsTrust: true, run: useChangelogEntry },
  leaveChangelog: { needsTrust: true, run: leaveChangelog },
  runReleaseWorkflow: { needsTrust: true, run: runReleaseWorkflow },
  testPublish: { needsTrust: true, run: testPublish },
  signIn: { needsTrust: true, run: signIn },
  useGitHubToken: { needsTrust: true, run: useGitHubToken },
  forgetGitHubToken: { needsTrust: true, run: forgetGitHubToken },
  refreshRuns: { needsTrust: true, run: refreshRuns },
  openOnGitHub: { needsTrust: false, run: openOnGitHub },
  copyLink: { needsTrust: false, run: copyLink },
  viewJobLog: { needsTrust: false, run: viewJobLog },
  rerunFailedJobs: { needsTrust: true, run: rerunFailedJobs },
  rerunJob: { needsTrust: true, run: rerunJob },
  cancelRun: { needsTrust: true, run: cancelRun },
  approveDeployment: { needsTrust: true, run: approveDeployment },
  downloadArtifact: { needsTrust: true, run: downloadArtifact },
  showReleaseReport: { needsTrust: false, run: showReleaseReport },
  explainFailure: { needsTrust: false, run: explainFailure },
  buildWheel: { needsTrust: true, run: buildWheel },
  develop: { needsTrust: true, run: develop },
  developRelease: {
    needsTrust: true,
    run: (services, target) => develop(services, target, 'developRelease'),
  },
  testWheel: { needsTrust: true, run: testWheel },
  smokeTest: { needsTrust: true, run: smokeTest },
  publishToTestPyPI: {
    needsTrust: true,
    run: (services, target) => publishLocally(services, target, 'publishTest'),
  },
  publishToPyPI: {
    needsTrust: true,
    run: (services, target) => publishLocally(services, target, 'publish'),
  },
  forgetIndexToken: { needsTrust: true, run: forgetIndexToken },
  verifyOnIndex: { needsTrust: true, run: verifyOnIndex },
  setUpRelease: { needsTrust: false, run: setUpRelease },
  setSecret: { needsTrust: true, run: setSecret },
  createReleaseWorkflow: { needsTrust: true, run: createReleaseWorkflow },
  createWorkflowFile: { needsTrust: true, run: createWorkflowFile },
  refreshSetup: { needsTrust: false, run: ({ setup }) => setup.look() },
  openSetupPage: { needsTrust: false, run: openSetupPage },
  copySetupValue: { needsTrust: false, run: copySetupValue },
  installTool: { needsTrust: true, run: installTool },
  openWalkthrough: { needsTrust: false, run: openWalkthrough },
  refresh: { needsTrust: false, run: ({ manifests }) => manifests.refresh() },
  showLogs: { needsTrust: false, run: showLogs },
  runChecklist: { needsTrust: true, run: runChecklist },
  runChecklistItem: { needsTrust: true, run: runChecklistItem },
  passChecklistItem: {
    needsTrust: true,
    run: (services, target) => answerChecklistItem(services, target, 'pass'),
  },
  failChecklistItem: {
    needsTrust: true,
    run: (services, target) => answerChecklistItem(services, target, 'fail'),
  },
  clearChecklistItem: { needsTrust: true, run: clearChecklistItem },
  refreshChecklist: { needsTrust: true, run: refreshChecklist },
};

function showLogs({ log }: Services): Promise<void> {
  log.show();
  return Promise.resolve();
}
