import type { COMMANDS } from '../../ids';
import type { Services } from '../services/services';
import { nextDevelopment } from './nextDevelopment';
import { yankRelease } from './yankRelease';
import {
  answerChecklistItem,
  clearChecklistItem,
  refreshChecklist,
  runChecklist,
  runChecklistItem,
} from './checklistCommands';
import { createReleaseWorkflow, createWorkflowFile } from './createWorkflow';
import { publishGitHubRelease, publishNotes } from './gitHubReleaseCommands';
import { explainFailure, viewJobLog } from './jobLogCommands';
import {
  buildWheel,
  develop,
  forgetIndexToken,
  publishLocally,
  runCrates,
  smokeTest,
  testWheel,
} from './localCommands';
import {
  bumpAndRelease,
  bumpVersion,
  leaveChangelog,
  previewRelease,
  resumeRelease,
  useChangelogEntry,
} from './releaseCommands';
import { abandonRelease, undoRelease } from './undoRelease';
import { removeGitLock } from './removeGitLock';
import { compareFact, copyFact, openFact } from './factCommands';
import { checkRemote, verifyOnIndex } from './remoteCommands';
import {
  approveDeployment,
  cancelRun,
  copyLink,
  downloadArtifact,
  openOnGitHub,
  refreshRuns,
  rerunFailedJobs,
  rerunJob,
  showReleaseReport,
} from './runCommands';
import { setSecret } from './setSecret';
import {
  copySetupValue,
  installTool,
  openSetupPage,
  openWalkthrough,
  setUpRelease,
} from './setupCommands';
import { forgetGitHubToken, signIn, useGitHubToken } from './signInCommands';
import { fixVersionMismatch, verifyVersions } from './versionCommands';
import { runReleaseWorkflow, testPublish } from './workflowCommands';

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
  removeGitLock: { needsTrust: true, run: removeGitLock },
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
  openFact: { needsTrust: true, run: openFact },
  copyFact: { needsTrust: false, run: copyFact },
  compareFact: { needsTrust: false, run: compareFact },
  openOnGitHub: { needsTrust: false, run: openOnGitHub },
  copyLink: { needsTrust: false, run: copyLink },
  viewJobLog: { needsTrust: false, run: viewJobLog },
  rerunFailedJobs: { needsTrust: true, run: rerunFailedJobs },
  rerunWithDebugLogs: {
    needsTrust: true,
    run: (services, target) => rerunFailedJobs(services, target, true),
  },
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
  checkCrates: {
    needsTrust: true,
    run: (services, target) => runCrates(services, target, 'checkCrates'),
  },
  publishCrates: {
    needsTrust: true,
    run: (services, target) => runCrates(services, target, 'publishCrates'),
  },
  forgetIndexToken: { needsTrust: true, run: forgetIndexToken },
  verifyOnIndex: { needsTrust: true, run: verifyOnIndex },
  yankRelease: { needsTrust: true, run: yankRelease },
  nextDevelopmentVersion: { needsTrust: true, run: nextDevelopment },
  setUpRelease: { needsTrust: false, run: setUpRelease },
  setSecret: { needsTrust: true, run: setSecret },
  createReleaseWorkflow: { needsTrust: true, run: createReleaseWorkflow },
  createWorkflowFile: { needsTrust: true, run: createWorkflowFile },
  refreshSetup: { needsTrust: false, run: ({ setup }) => setup.refresh() },
  openSetupPage: { needsTrust: false, run: openSetupPage },
  copySetupValue: { needsTrust: false, run: copySetupValue },
  installTool: { needsTrust: true, run: installTool },
  openWalkthrough: { needsTrust: false, run: openWalkthrough },
  refresh: { needsTrust: false, run: ({ workspace: { manifests } }) => manifests.refresh() },
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
