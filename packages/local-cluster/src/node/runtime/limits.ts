/** Every bound of the runtime in one place; those of a real kubelet or containerd where they have one. */

/** Most containers at once. */
export const MAX_CONTAINERS = 4_096;

/** Most commands run beside one container at once: its probes and a few users. */
export const MAX_EXECS_PER_CONTAINER = 32;

/** Most commands run beside one container at once for users who talk with them. */
export const MAX_SESSIONS_PER_CONTAINER = 64;

/** Most users attached to one container at once. */
export const MAX_ATTACHMENTS_PER_CONTAINER = 64;

/** How many bytes may wait for a user who is attached; then the container's output waits. */
export const MAX_ATTACHMENT_BACKLOG_BYTES: number = 256 * 1024;

/** How long a terminal may take to open, in milliseconds. */
export const TERMINAL_OPEN_LIMIT_MS = 10_000;

/** Most that the shell in a terminal says before it becomes its command, in bytes. */
export const MAX_TERMINAL_WORDS_BYTES = 256;

/** How much is kept of what a command run beside a container writes, in bytes. Source: pkg/probe/exec/exec.go (`maxReadLength`). */
export const MAX_EXEC_OUTPUT_BYTES: number = 10 * 1024;

/** Longest piece of a line in a log, in bytes; a longer line is kept in several. Source: containerd (`max_container_log_line_size`). */
export const MAX_LOG_LINE_BYTES: number = 16 * 1024;

/** Size at which a log file is rotated, in bytes. Source: KubeletConfiguration (`containerLogMaxSize`). */
export const MAX_LOG_FILE_BYTES: number = 10 * 1024 * 1024;

/** How many instances of a container keep their log: the present one and the previous one. */
export const KEPT_INSTANCES = 2;

/** How long lines may wait to be written to their file, in milliseconds. */
export const LOG_FLUSH_INTERVAL_MS = 40;

/** How many bytes of lines may wait to be written, per container. */
export const MAX_PENDING_LOG_BYTES: number = 64 * 1024;

/** How many bytes of log one container may write per interval; then its output waits, so that no container takes the whole process. */
export const MAX_LOG_BYTES_PER_INTERVAL: number = 1024 * 1024;

/** How many bytes of a log are read at a time; more than the longest line of a log file has. */
export const LOG_BLOCK_BYTES: number = 64 * 1024;

/** How much is read of a termination message, in bytes. Source: pkg/kubelet/container/runtime.go (`MaxContainerTerminationMessageLength`). */
export const MAX_MESSAGE_BYTES = 4_096;

/** How much of a log stands in for a termination message, in bytes. Source: pkg/kubelet/container/runtime.go (`MaxContainerTerminationMessageLogLength`). */
export const MAX_MESSAGE_LOG_BYTES = 2_048;

/** And in lines. Source: pkg/kubelet/container/runtime.go (`MaxContainerTerminationMessageLogLines`). */
export const MAX_MESSAGE_LOG_LINES = 80;

/** How long after SIGKILL a process group is waited for, in milliseconds; it can take longer in the midst of disk I/O. */
export const GROUP_END_LIMIT_MS = 2_000;

/** How long the output of a container is read after its group has ended, in milliseconds: a process that left the group may hold it open for ever. */
export const OUTPUT_END_LIMIT_MS = 500;

/** How long processes get between SIGTERM and SIGKILL when the runtime is closed, in milliseconds, unless it is said otherwise. */
export const CLOSE_GRACE_MS = 1_000;
