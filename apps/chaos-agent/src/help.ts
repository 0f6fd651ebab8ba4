/** What `--help` says. */
export const HELP = `chaos-agent: sets up one fault in a pod, undoes it in time and proves that it is gone

It is started by pod-chaos in an ephemeral container and takes no arguments.

Variables
  POD_CHAOS_SPEC            the order as JSON: fault, check or end
  TERMINATION_MESSAGE_PATH  where the report goes, default /dev/termination-log where that exists

It writes JSON lines on standard output: begun, applied, effect, ending, report.
SIGTERM, SIGINT, SIGHUP and every other signal that can be caught end the fault.

Exit codes
  0  the fault was there and is proven gone; or it could be set up (check); or nothing was left to end (end)
  1  anything else: the report says what, and what may be left
  2  wrong usage
`;
