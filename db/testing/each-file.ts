import { numbers } from "./numbers";

// Files that share their modules each count from one, as they would alone: how long a name is does not hang on what ran before.
numbers.last = 0;
