/// The little scalar language in which elementwise operations, their slopes and fused kernels are written.
package gradshell.formula;
