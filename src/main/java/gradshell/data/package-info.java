/// Where examples come from: files in, batches out.
package gradshell.data;
