// Runs before each test file. Files that share a process must not notice each other by their numbers.
import { countFromOne } from "./factories";

countFromOne();
