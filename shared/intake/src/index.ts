export { type Forwarder, type ForwarderDeps, type Forwarding, startForwarder } from './forwarder.ts';
export { type Accepted, type Intake, type IntakeContext, openIntake } from './intake.ts';
export type { Held, HoldLease } from './lease.ts';
