;; Dot products of one or two questions with many vectors, four floats at a time. All lengths are in bytes; a vector's is a multiple of 64.
;; Reading the vectors is what takes the time, so the second question costs little. README.md says how dot.wasm is made of it.
(module
  (memory (import "search" "memory") 1)

  ;; out[i] = question . vectors[i]
  (func (export "one") (param $question i32) (param $vectors i32) (param $count i32) (param $length i32) (param $out i32)
    (local $end i32) (local $q i32) (local $stop i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local.set $end (i32.add (local.get $out) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (loop $each
        (br_if $done (i32.ge_u (local.get $out) (local.get $end)))
        (local.set $a (v128.const f32x4 0 0 0 0))
        (local.set $b (v128.const f32x4 0 0 0 0))
        (local.set $c (v128.const f32x4 0 0 0 0))
        (local.set $d (v128.const f32x4 0 0 0 0))
        (local.set $q (local.get $question))
        (local.set $stop (i32.add (local.get $question) (local.get $length)))
        (loop $along
          (local.set $a (f32x4.add (local.get $a) (f32x4.mul (v128.load (local.get $q)) (v128.load (local.get $vectors)))))
          (local.set $b (f32x4.add (local.get $b) (f32x4.mul (v128.load offset=16 (local.get $q)) (v128.load offset=16 (local.get $vectors)))))
          (local.set $c (f32x4.add (local.get $c) (f32x4.mul (v128.load offset=32 (local.get $q)) (v128.load offset=32 (local.get $vectors)))))
          (local.set $d (f32x4.add (local.get $d) (f32x4.mul (v128.load offset=48 (local.get $q)) (v128.load offset=48 (local.get $vectors)))))
          (local.set $q (i32.add (local.get $q) (i32.const 64)))
          (local.set $vectors (i32.add (local.get $vectors) (i32.const 64)))
          (br_if $along (i32.lt_u (local.get $q) (local.get $stop))))
        (local.set $a (f32x4.add (f32x4.add (local.get $a) (local.get $b)) (f32x4.add (local.get $c) (local.get $d))))
        (f32.store (local.get $out) (call $sum (local.get $a)))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (br $each))))

  ;; The same for two questions, the second one behind the first; out holds all results of the first, then all of the second.
  (func (export "two") (param $question i32) (param $vectors i32) (param $count i32) (param $length i32) (param $out i32)
    (local $end i32) (local $q i32) (local $r i32) (local $stop i32) (local $size i32)
    (local $v v128) (local $w v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local.set $size (i32.shl (local.get $count) (i32.const 2)))
    (local.set $end (i32.add (local.get $out) (local.get $size)))
    (block $done
      (loop $each
        (br_if $done (i32.ge_u (local.get $out) (local.get $end)))
        (local.set $a (v128.const f32x4 0 0 0 0))
        (local.set $b (v128.const f32x4 0 0 0 0))
        (local.set $c (v128.const f32x4 0 0 0 0))
        (local.set $d (v128.const f32x4 0 0 0 0))
        (local.set $q (local.get $question))
        (local.set $stop (i32.add (local.get $question) (local.get $length)))
        (local.set $r (local.get $stop))
        (loop $along
          (local.set $v (v128.load (local.get $vectors)))
          (local.set $w (v128.load offset=16 (local.get $vectors)))
          (local.set $a (f32x4.add (local.get $a) (f32x4.mul (v128.load (local.get $q)) (local.get $v))))
          (local.set $b (f32x4.add (local.get $b) (f32x4.mul (v128.load offset=16 (local.get $q)) (local.get $w))))
          (local.set $c (f32x4.add (local.get $c) (f32x4.mul (v128.load (local.get $r)) (local.get $v))))
          (local.set $d (f32x4.add (local.get $d) (f32x4.mul (v128.load offset=16 (local.get $r)) (local.get $w))))
          (local.set $q (i32.add (local.get $q) (i32.const 32)))
          (local.set $r (i32.add (local.get $r) (i32.const 32)))
          (local.set $vectors (i32.add (local.get $vectors) (i32.const 32)))
          (br_if $along (i32.lt_u (local.get $q) (local.get $stop))))
        (f32.store (local.get $out) (call $sum (f32x4.add (local.get $a) (local.get $b))))
        (f32.store (i32.add (local.get $out) (local.get $size)) (call $sum (f32x4.add (local.get $c) (local.get $d))))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (br $each))))

  (func $sum (param $v v128) (result f32)
    (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $v)) (f32x4.extract_lane 1 (local.get $v)))
      (f32.add (f32x4.extract_lane 2 (local.get $v)) (f32x4.extract_lane 3 (local.get $v))))))
