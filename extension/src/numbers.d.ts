/** AssemblyScript's numbers, in files that the page and the engine share. */

declare type f64 = number;
declare type i32 = number;
